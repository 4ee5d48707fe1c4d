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
 * The system class loader of the kernel's JVM, with an extensible class path: Entroscope can use
 * jars that a cell adds, for example to read Parquet or to train on Spark.
 *
 * <p>A class loader for the cells alone would not be enough, because a class can use only classes
 * of its own loader and of its parents. The JVM creates this loader because of {@code
 * -Djava.system.class.loader}, which kernel.json sets.
 */
public final class KernelLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader jdk;

  /**
   * Creates a loader of the JVM's class path.
   *
   * @param builtIn the loader that the JVM would use by default. It is the parent, because services
   *     of the JDK, such as the compiler, are looked up there. Classes and resources of the class
   *     path are not loaded by it, because it cannot see the jars that are added here.
   */
  public KernelLoader(ClassLoader builtIn) {
    super(classPath(), builtIn); // without a name, because stack traces would repeat it
    jdk = builtIn.getParent();
  }

  private static URL[] classPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(entries)
        .map(entry -> url(Path.of(entry))) // an empty entry means the current folder
        .toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a path of a class path: " + entry, e);
    }
  }

  /** Returns the kernel's loader, or null if the JVM was not started with one, as in tests. */
  public static KernelLoader current() {
    return ClassLoader.getSystemClassLoader() instanceof KernelLoader loader ? loader : null;
  }

  /** Adds a jar or a folder of classes. Java agents call this method by its name. */
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

  // this class itself must not be loaded again, because current() would not find the loader if
  // there were two classes
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
