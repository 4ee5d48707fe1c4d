package org.entroscope.tokens;

import java.util.BitSet;

/**
 * Which documents are held out: about one file in twenty, chosen by the hash of its text.
 *
 * <p>Nothing but the text decides, not the name, the order or the other files: the choice is the
 * same on every machine, a file keeps its side when others are added, and two copies of one file
 * are never on both sides. All parts of a long file follow its first. Where a corpus is one file,
 * its parts or blocks take the place of files. A corpus so small that one side would be empty lends
 * that side the file with the extreme hash.
 */
final class SplitRule {

  /** The share of files that are held out. */
  static final double EVALUATION_SHARE = 0.05;

  private SplitRule() {}

  /**
   * The held-out documents.
   *
   * @param hashes of each document's text
   * @param files which file each document is of, ascending from 0
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
