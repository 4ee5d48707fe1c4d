package org.entroscope.privacy.mpc;

import java.util.Locale;

/** Who a party is. */
public enum Role {
  /** Holds the embeddings, connects, and learns the logits. */
  CLIENT(1),
  /** Holds the weights, listens, and learns nothing. */
  SERVER(2);

  private final int id;

  Role(int id) {
    this.id = id;
  }

  /** The party's number in the protocol. */
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
