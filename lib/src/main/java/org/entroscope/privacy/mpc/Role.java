package org.entroscope.privacy.mpc;

import java.util.Locale;

/** The role of a party. */
public enum Role {
  /** The party that has the embeddings, connects, and learns the logits. */
  CLIENT(1),
  /** The party that has the weights, listens, and learns nothing. */
  SERVER(2);

  private final int id;

  Role(int id) {
    this.id = id;
  }

  /** Returns the party's number in the protocol. */
  int id() {
    return id;
  }

  Role other() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
