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
 * The builds of PyTorch's native library that DJL can load: their names, and the folder of DJL's
 * cache in which each lies. Asking starts neither the engine nor CUDA.
 *
 * @param version of PyTorch, "2.7.1"
 * @param classifier operating system and processor in DJL's spelling, "linux-x86_64"
 * @param cache the folder that holds one folder per build
 */
public record PyTorchBuild(String version, String classifier, Path cache) {

  /**
   * The file in the folder of a CUDA build that says that it computed on this machine's GPU. Its
   * text is the version of the driver.
   */
  public static final String CHECKED = "entroscope-checked.txt";

  /** The builds for this machine, of the PyTorch that the DJL on the class path wants. */
  public static PyTorchBuild ofThisMachine() {
    return new PyTorchBuild(
        wantedVersion(),
        classifier(System.getProperty("os.name"), System.getProperty("os.arch")),
        Utils.getEngineCacheDir("pytorch"));
  }

  /**
   * DJL's name for an operating system and a processor.
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

  /** The folder of a build. It need not exist. */
  public Path folder(String flavor) {
    return cache.resolve(version + "-" + flavor + "-" + classifier);
  }

  /** Whether the folder of a build has PyTorch's library. */
  public boolean isIn(Path folder) {
    return Files.exists(folder.resolve(library("torch")));
  }

  /** The name of a library's file on the system of this build: libtorch.so, torch.dll. */
  public String library(String name) {
    return classifier.startsWith("win")
        ? name + ".dll"
        : "lib" + name + (classifier.startsWith("osx") ? ".dylib" : ".so");
  }

  /**
   * Whether the class path has DJL's own native library for a build, which it cannot do without.
   */
  public boolean isSupported(String flavor) {
    String binding = "jnilib/" + classifier + "/" + flavor + "/" + library("djl_torch");
    return Utils.class.getClassLoader().getResource(binding) != null;
  }

  /** The flavor of the newest CUDA build in the cache that was {@linkplain #CHECKED checked}. */
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
      return Optional.empty(); // a cache that cannot be read has no build for us
    }
  }

  /**
   * The folder beside a CUDA build in which its CUDA runtime has the name by which DJL looks for
   * it. It is not inside the build's folder, from which DJL loads every file.
   */
  public Path runtimeFolder(String flavor) {
    return cache.resolve(version + "-" + flavor + "-" + classifier + "-runtime");
  }
}
