package org.entroscope.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Checks a bundle for the requirements of Maven Central before it is uploaded: complete POMs,
 * sources and Javadoc for every jar, correct checksums, and a signature for every file. Only
 * Central can check whether a key is known to its key servers. The check needs only the JDK: {@code
 * java BundleCheck.java central-bundle.zip}.
 */
final class BundleCheck {

  private static final Map<String, String> CHECKSUMS =
      Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  /** The elements that a POM must have or inherit from a parent in the same bundle. */
  private static final List<String> REQUIRED =
      List.of(
          "groupId",
          "version",
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  private static final Set<String> NEVER_INHERITED = Set.of("name", "description");

  private final Map<String, byte[]> files;
  private final List<String> problems = new ArrayList<>();

  private BundleCheck(Map<String, byte[]> files) {
    this.files = files;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: java BundleCheck.java BUNDLE.zip");
      System.exit(2);
    }
    List<String> problems = problems(read(Path.of(arguments[0])));
    problems.forEach(System.err::println);
    if (!problems.isEmpty()) {
      System.exit(1);
    }
    System.out.println("complete: " + arguments[0]);
  }

  /** Reads the files of a bundle. The keys are their paths in the bundle. */
  static Map<String, byte[]> read(Path bundle) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  /**
   * Returns one sentence for each problem that Central would reject. The list is empty if Central
   * would accept the files.
   */
  static List<String> problems(Map<String, byte[]> files) throws IOException {
    BundleCheck check = new BundleCheck(files);
    List<String> poms = files.keySet().stream().filter(name -> name.endsWith(".pom")).toList();
    if (poms.isEmpty()) {
      check.problems.add("the bundle has no POM");
    }
    for (String pom : poms) {
      check.component(pom);
    }
    for (String file : files.keySet()) {
      check.companions(file);
    }
    return check.problems;
  }

  private void component(String pom) throws IOException {
    Element project = project(pom);
    for (String path : REQUIRED) {
      if (value(project, path).isBlank()) {
        problems.add(pom + " has no " + path);
      }
    }
    String base = pom.substring(0, pom.length() - ".pom".length());
    if (value(project, "packaging").equals("pom")) {
      return;
    }
    if (!holds(base + ".jar", ".class")) {
      problems.add(base + ".jar is missing or has no classes");
    }
    if (!holds(base + "-sources.jar", ".java")) {
      problems.add(base + "-sources.jar is missing or has no sources");
    }
    if (!holds(base + "-javadoc.jar", ".html")) {
      problems.add(base + "-javadoc.jar is missing or has no pages");
    }
  }

  private void companions(String file) throws IOException {
    String extension = file.substring(file.lastIndexOf('.') + 1);
    if (CHECKSUMS.containsKey(extension)) {
      byte[] original = files.get(file.substring(0, file.length() - extension.length() - 1));
      String wanted = new String(files.get(file), StandardCharsets.US_ASCII).strip();
      if (original == null || !wanted.equals(digest(original, CHECKSUMS.get(extension)))) {
        problems.add(file + " is not the checksum of its file");
      }
    } else if (extension.equals("asc")) {
      String text = new String(files.get(file), StandardCharsets.US_ASCII);
      if (!text.startsWith("-----BEGIN PGP SIGNATURE-----")) {
        problems.add(file + " is no signature");
      }
    } else {
      for (String wanted : List.of("asc", "md5", "sha1")) {
        if (!files.containsKey(file + "." + wanted)) {
          problems.add(file + "." + wanted + " is missing");
        }
      }
    }
  }

  private boolean holds(String jar, String extension) throws IOException {
    byte[] content = files.get(jar);
    if (content == null) {
      return false;
    }
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(extension)) {
          return true;
        }
      }
    }
    return false;
  }

  private Element project(String pom) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(files.get(pom)))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String value(Element project, String path) throws IOException {
    String own = text(project, path);
    Element parent = child(project, "parent");
    if (!own.isBlank() || parent == null || NEVER_INHERITED.contains(path)) {
      return own.contains("${") ? "" : own;
    }
    if (path.equals("packaging")) {
      return "jar";
    }
    String artifact = text(parent, "artifactId");
    String version = text(parent, "version");
    String place = text(parent, "groupId").replace('.', '/') + "/" + artifact + "/" + version + "/";
    String pom = place + artifact + "-" + version + ".pom";
    return files.containsKey(pom) ? value(project(pom), path) : "";
  }

  private static String text(Element element, String path) {
    Element at = element;
    for (String name : path.split("/")) {
      at = at == null ? null : child(at, name);
    }
    return at == null ? "" : at.getTextContent().strip();
  }

  private static Element child(Element element, String name) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element found && found.getTagName().equals(name)) {
        return found;
      }
    }
    return null;
  }

  private static String digest(byte[] content, String algorithm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
