package org.entroscope.fuzz;

import java.util.ArrayList;
import java.util.List;

/** All formats that are read. */
final class Formats {

  private Formats() {}

  static List<Format> all() {
    List<Format> all = new ArrayList<>(List.of(ModelFiles.values()));
    all.addAll(List.of(TextFiles.values()));
    all.addAll(List.of(TrainingFiles.values()));
    all.addAll(List.of(PartyFiles.values()));
    all.add(new Notation());
    all.add(new KernelMessages());
    return all;
  }

  static Format named(String name) {
    return all().stream().filter(format -> format.name().equals(name)).findFirst().orElseThrow();
  }
}
