package org.entroscope.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.entroscope.plot.PlotlyLibrary;

/**
 * The nbconvert template for pages that need no network. It adds the library that draws the
 * figures, which the notebooks do not contain.
 */
final class PageTemplate {

  /** The name of the template in nbconvert. */
  static final String NAME = "entroscope";

  private PageTemplate() {}

  /** Writes the template into a folder of templates. */
  static void write(Path templates) throws IOException {
    Path folder = Files.createDirectories(templates.resolve(NAME));
    for (String name : new String[] {"conf.json", "index.html.j2"}) {
      unpack("/org/entroscope/lab/html/entroscope/" + name, folder.resolve(name));
    }
    Files.writeString(folder.resolve(PlotlyLibrary.FILE), PlotlyLibrary.script());
  }

  /** Copies a resource to a file. */
  static void unpack(String resource, Path target) throws IOException {
    try (InputStream in = PageTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
