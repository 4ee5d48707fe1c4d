package org.entroscope.kernel;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * The system class loader of the kernel's JVM, with a class path that grows: jars that a cell adds
 * are seen by Entroscope too, which reads Parquet or trains on Spark with them.
 *
 * <p>A loader of the cells alone would not do: classes see what their own loader and its parents
 * have. The JVM makes one of these for {@code -Djava.system.class.loader}, which kernel.json sets.
 */
public final class KernelLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader jdk;

  /**
   * A loader of the JVM's class path.
   *
   * @param builtIn the loader that the JVM itself would use. It is the parent, because services of
   *     the JDK, the compiler for one, are looked up there; classes and resources of the class path
   *     are not taken from it, because it could not see what is added here
   */
  public KernelLoader(ClassLoader builtIn) {
    super(classPath(), builtIn); // without a name, which stack traces would repeat
    jdk = builtIn.getParent();
  }

  private static URL[] classPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(entries)
        .map(entry -> url(Path.of(entry))) // an empty entry is the current folder
        .toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a path of a class path: " + entry, e);
    }
  }

  /** The kernel's loader, or null where the JVM was not started with one, as in tests. */
  public static KernelLoader current() {
    return ClassLoader.getSystemClassLoader() instanceof KernelLoader loader ? loader : null;
  }

  /** Adds a jar or a folder of classes; the name is the one that Java agents call. */
  public void appendToClassPathForInstrumentation(String path) {
    addURL(url(Path.of(path)));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return jdk.loadClass(name);
      } catch (ClassNotFoundException e) {
        return findClass(name);
      }
    }
  }

  // this class itself is not loaded again: there would be two, and current() would find neither
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return name.equals(KernelLoader.class.getName()) ? KernelLoader.class : super.findClass(name);
  }

  @Override
  public URL getResource(String name) {
    URL found = jdk.getResource(name);
    return found == null ? findResource(name) : found;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(jdk.getResources(name)));
    all.addAll(Collections.list(findResources(name)));
    return Collections.enumeration(all);
  }
}
