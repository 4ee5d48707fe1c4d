package org.entroscope.notebook;

import java.util.ArrayList;
import java.util.List;

/** A cell that records its outputs. */
final class FakeCell implements CellOutput {

  /** An output of the cell. */
  record Shown(boolean update, String id, DisplayBundle bundle) {}

  final List<Shown> shown = new ArrayList<>();
  private final String name;

  FakeCell(String name) {
    this.name = name;
  }

  @Override
  public void display(DisplayBundle bundle, String id) {
    shown.add(new Shown(false, id, bundle));
  }

  @Override
  public void update(DisplayBundle bundle, String id) {
    shown.add(new Shown(true, id, bundle));
  }

  @Override
  public String cell() {
    return name;
  }

  @Override
  public Object execution() {
    return this;
  }
}
