package org.entroscope.kernel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/**
 * Loads the classes of cells. Jars that are added while the notebook runs are passed to the {@link
 * KernelLoader}, if there is one, so that the library can also use them.
 */
final class CellLoader implements LoaderDelegate {

  private final Classes classes;

  private final CellFields fields;

  /**
   * Creates a loader.
   *
   * @param parent the loader of everything that cells can use without added jars
   * @param fields the fields that hold the variables of cells
   */
  CellLoader(ClassLoader parent, CellFields fields) {
    classes = new Classes(parent);
    this.fields = fields;
  }

  /** Returns the class loader of the cells. */
  ClassLoader asClassLoader() {
    return classes;
  }

  @Override
  public void load(ClassBytecodes[] all) throws ClassInstallException {
    boolean[] installed = new boolean[all.length];
    for (ClassBytecodes each : all) {
      classes.ofCells.put(each.name(), LoopChecks.insertInto(each.bytecodes()));
    }
    for (int i = 0; i < all.length; i++) {
      try {
        fields.loaded(classes.loadClass(all[i].name()));
        installed[i] = true;
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ClassInstallException(e.toString(), installed);
      }
    }
  }

  /**
   * Replaces the code of loaded classes.
   *
   * @throws ClassInstallException if the code cannot be replaced; then all classes stay as they are
   */
  void redefine(ClassBytecodes[] all) throws ClassInstallException {
    List<ClassDefinition> definitions = new ArrayList<>();
    boolean sameTypes = true;
    try {
      for (ClassBytecodes each : all) {
        byte[] code = LoopChecks.insertInto(each.bytecodes());
        sameTypes &= FieldTypes.of(code).equals(FieldTypes.of(classes.ofCells.get(each.name())));
        definitions.add(new ClassDefinition(classes.loadClass(each.name()), code));
      }
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ClassInstallException(e.toString(), new boolean[all.length]);
    }
    if (!sameTypes || !HotSwap.redefine(definitions)) {
      throw new ClassInstallException("another shape", new boolean[all.length]);
    }
    definitions.forEach(
        each ->
            classes.ofCells.put(
                each.getDefinitionClass().getName(), each.getDefinitionClassFile()));
  }

  /** Returns the class file of a loaded class of the cells. */
  byte[] classFile(String name) {
    return classes.ofCells.get(name);
  }

  @Override
  public Class<?> findClass(String name) throws ClassNotFoundException {
    return classes.loadClass(name);
  }

  @Override
  public void classesRedefined(ClassBytecodes[] redefined) {
    // redefine has already done this
  }

  @Override
  public void addToClasspath(String path) throws InternalException {
    KernelLoader shared = KernelLoader.current();
    if (shared != null) {
      shared.appendToClassPathForInstrumentation(path);
      return;
    }
    try {
      classes.addURL(Path.of(path).toUri().toURL());
    } catch (MalformedURLException e) {
      throw new InternalException(e.toString());
    }
  }

  private static final class Classes extends URLClassLoader {

    private final Map<String, byte[]> ofCells = new ConcurrentHashMap<>();

    Classes(ClassLoader parent) {
      super("cells", new URL[0], parent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = ofCells.get(name);
      return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] bytes =
          name.endsWith(".class")
              ? ofCells.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              : null;
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    protected void addURL(URL url) {
      super.addURL(url);
    }
  }
}
