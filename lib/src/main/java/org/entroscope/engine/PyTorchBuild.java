package org.entroscope.engine;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.entroscope.files.FileTree;

/**
 * The builds of PyTorch's native library that DJL can load: their names and their folders in DJL's
 * cache. This class starts neither the engine nor CUDA.
 *
 * @param version the version of PyTorch, for example "2.7.1"
 * @param classifier the operating system and the processor in DJL's spelling, for example
 *     "linux-x86_64"
 * @param cache the folder that contains one folder per build
 */
public record PyTorchBuild(String version, String classifier, Path cache) {

  /**
   * The name of the file that marks a CUDA build which has computed on this machine's GPU. Its text
   * is the version of the driver.
   */
  public static final String CHECKED = "entroscope-checked.txt";

  /**
   * Returns the builds for this machine of the PyTorch version that DJL on the class path requires.
   */
  public static PyTorchBuild ofThisMachine() {
    return new PyTorchBuild(
        wantedVersion(),
        classifier(System.getProperty("os.name"), System.getProperty("os.arch")),
        Utils.getEngineCacheDir("pytorch"));
  }

  /**
   * Returns DJL's name for an operating system and a processor.
   *
   * @param system the system property {@code os.name}
   * @param processor the system property {@code os.arch}
   */
  public static String classifier(String system, String processor) {
    String lower = system.toLowerCase(Locale.ROOT);
    String prefix = lower.startsWith("win") ? "win" : lower.startsWith("mac") ? "osx" : "linux";
    return prefix + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }

  private static String wantedVersion() {
    try (InputStream in = Utils.class.getResourceAsStream("/pytorch-engine.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("pytorch_version");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read pytorch-engine.properties of DJL's jar", e);
    }
  }

  /** Returns the folder of a build. It need not exist. */
  public Path folder(String flavor) {
    return cache.resolve(version + "-" + flavor + "-" + classifier);
  }

  /** Returns whether the folder of a build contains PyTorch's library. */
  public boolean isIn(Path folder) {
    return Files.exists(folder.resolve(library("torch")));
  }

  /**
   * Returns the file name of a library on the system of this build, for example libtorch.so or
   * torch.dll.
   */
  public String library(String name) {
    return classifier.startsWith("win")
        ? name + ".dll"
        : "lib" + name + (classifier.startsWith("osx") ? ".dylib" : ".so");
  }

  /**
   * Returns whether the class path has DJL's own native library for a build, which DJL requires.
   */
  public boolean isSupported(String flavor) {
    String binding = "jnilib/" + classifier + "/" + flavor + "/" + library("djl_torch");
    return Utils.class.getClassLoader().getResource(binding) != null;
  }

  /**
   * Returns the flavor of the newest CUDA build in the cache that was {@linkplain #CHECKED
   * checked}.
   */
  public Optional<String> checkedCudaFlavor() {
    String before = version + "-cu";
    String after = "-" + classifier;
    try {
      return FileTree.names(cache).stream()
          .filter(name -> name.startsWith(before) && name.endsWith(after))
          .map(name -> name.substring(version.length() + 1, name.length() - after.length()))
          .filter(flavor -> flavor.matches("cu\\d+"))
          .filter(flavor -> isIn(folder(flavor)))
          .filter(flavor -> Files.exists(folder(flavor).resolve(CHECKED)))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      return Optional.empty(); // a cache that cannot be read counts as empty
    }
  }

  /**
   * Returns the folder beside a CUDA build in which its CUDA runtime has the name that DJL searches
   * for. It is not inside the build's folder, because DJL loads every file in that folder.
   */
  public Path runtimeFolder(String flavor) {
    return cache.resolve(version + "-" + flavor + "-" + classifier + "-runtime");
  }
}
