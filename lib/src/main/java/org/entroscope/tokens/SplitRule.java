package org.entroscope.tokens;

import java.util.BitSet;

/**
 * Chooses the documents that are held out: about one file in twenty, by the hash of its text.
 *
 * <p>The choice depends only on the text, not on the name, the order or the other files. Therefore
 * it is the same on every machine, a file keeps its side when other files are added, and two copies
 * of one file are always on the same side. All parts of a long file are on the side of its first
 * part. If a corpus is one file, its parts or blocks are treated as files. If one side of a small
 * corpus would be empty, it gets the file with the smallest or the largest hash.
 */
final class SplitRule {

  /** The share of files that are held out. */
  static final double EVALUATION_SHARE = 0.05;

  private SplitRule() {}

  /**
   * Returns the held-out documents.
   *
   * @param hashes the hash of each document's text
   * @param files the number of each document's file, ascending from 0
   */
  static BitSet evaluation(long[] hashes, int[] files) {
    boolean oneFile = files.length == 0 || files[files.length - 1] == 0;
    long[] deciding = hashes.clone();
    for (int i = 1; !oneFile && i < files.length; i++) {
      if (files[i] == files[i - 1]) {
        deciding[i] = deciding[i - 1];
      }
    }
    long least = -1;
    long greatest = 0;
    for (long hash : deciding) {
      least = Long.compareUnsigned(hash, least) < 0 ? hash : least;
      greatest = Long.compareUnsigned(hash, greatest) > 0 ? hash : greatest;
    }
    BitSet held = new BitSet(hashes.length);
    for (int i = 0; i < deciding.length && least != greatest; i++) {
      boolean chosen = (deciding[i] >>> 1) < EVALUATION_SHARE * Long.MAX_VALUE;
      held.set(i, deciding[i] == least || chosen && deciding[i] != greatest);
    }
    return held;
  }
}
