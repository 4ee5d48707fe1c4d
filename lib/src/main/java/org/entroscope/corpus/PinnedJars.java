package org.entroscope.corpus;

import java.util.List;
import org.entroscope.hub.PinnedJar;

/**
 * The source jars behind {@link Corpus#javaSources()}: libraries under the Apache licence 2.0, in
 * an order that never changes, small ones first.
 */
final class PinnedJars {

  static final List<PinnedJar> ALL =
      List.of(
          new PinnedJar(
              "org.apache.commons",
              "commons-lang3",
              "3.18.0",
              "",
              254,
              3_815_666,
              750_845,
              "b15732a13e40df7f07c30f2cb8572874798e8dde581f1398943d2ad3765bafaa"),
          new PinnedJar(
              "org.apache.commons",
              "commons-collections4",
              "4.5.0",
              "",
              359,
              2_782_274,
              804_556,
              "75f1bef9447cce189743f7d52f63a669bd796ae19ca863e1f22db1d5b6b504a6"),
          new PinnedJar(
              "commons-io",
              "commons-io",
              "2.20.0",
              "",
              265,
              2_112_058,
              566_085,
              "7a87277538cce40da6389a7163a4d9458bc7a9c39937a329881b91d144be8e0d"),
          new PinnedJar(
              "org.apache.commons",
              "commons-text",
              "1.14.0",
              "",
              110,
              1_091_532,
              279_089,
              "5330c503e49a845407d48eccfa41bc4ba29eade6f60feb49a6212fb5f57abaa5"),
          new PinnedJar(
              "org.apache.commons",
              "commons-compress",
              "1.28.0",
              "",
              408,
              3_236_504,
              937_891,
              "6de9de4559f12bba6d41789c72f6a2a424514f2d2a3f7f49e2a3c52414db9632"),
          new PinnedJar(
              "io.netty",
              "netty-buffer",
              "4.1.124.Final",
              "",
              83,
              1_096_773,
              220_678,
              "157ea2ee8679d924a980d8aed18b484d369a25cc35ea481a6a1a88f7fb4b1f8a"),
          new PinnedJar(
              "com.google.guava",
              "guava",
              "33.4.8-jre",
              "CC0-1.0: com.google.common.util.concurrent.AtomicDouble and AtomicDoubleArray",
              615,
              6_491_938,
              1_847_395,
              "9d3c6aad893daac9d4812eb9fa4c3f7956a9f2e472eb7df2fea0e467fed7e766"),
          new PinnedJar(
              "org.springframework",
              "spring-core",
              "6.2.10",
              "BSD-3-Clause: org.springframework.asm",
              786,
              4_617_288,
              1_473_784,
              "ab444afe8daa4299b85ac9fe0dadfb1f1e1f90b4189b39767aef9dfe9bf10734"),
          new PinnedJar(
              "org.apache.commons",
              "commons-math3",
              "3.6.1",
              "",
              990,
              8_641_739,
              2_514_690,
              "e2ff85a3c360d56c51a7021614a194f3fbaf224054642ac535016f118322934d"),
          new PinnedJar(
              "org.apache.lucene",
              "lucene-core",
              "9.12.2",
              "BSD-3-Clause: org.apache.lucene.util.automaton; BSD-2-Clause: LZ4 in"
                  + " org.apache.lucene.util.compress",
              1124,
              9_145_893,
              2_809_966,
              "601d85e340fe9b6b7d7d244eebd4e2ee029dfd48684e70eb255cfc7ed1e1329b"),
          new PinnedJar(
              "org.apache.hadoop",
              "hadoop-common",
              "3.4.1",
              "BSD-3-Clause: org.apache.hadoop.util.bloom",
              1197,
              10_538_801,
              2_941_115,
              "2d9686232197634711d53931216e2e14a483874589e6fb8d1474a13b55782eae"));

  /** The {@link Corpus#hash()} of the first jar, of the first two, and so on. */
  private static final List<String> HASHES =
      List.of(
          "a25b884c848069a91d786086bbe1ed1d1f04845803739f02ef7b5f3680ca7b4d",
          "87137e7985400bbe1c1ff32bd7c30a8fdb298123cc4b4b8c68e8e524bbc62df1",
          "03d34e57013bf8a76301a9e9444571c9920281d27cd2b825ef6052b332330f96",
          "58891491bdc69b33ba371e1001bf8249ccc97c431a6fc5987d0daa1370c8f998",
          "3dafca08d4be060d76433e8c0fa97f418be489dd197d453a5d7b87804c2514b0",
          "f18c52c3fc5e04a7d9de29ced0283cbaa1466d85f5aec7253342dc0790ec6ca5",
          "4759de0309dda0852bd6406a67b685d2ad26db125ca89df63653c42fa316e643",
          "0e22ced0ec0e314f7a8265159b78b1b6dcea16dc77925312898d78b16efdd1cb",
          "e28d0e863f17b1da5217e2a2a1487c27974cc0d6b624303174d8a6aa107cb225",
          "801c5e8fdfaf445a09d288d89527a2f0ceb5022b37e1a0b0079807c59e3d5eb6",
          "c6584d896db4168e282f050659d2ed4bbaf2a59ac7108a9bef4f98f9d8a0ecc6");

  private PinnedJars() {}

  /**
   * Returns the known statistics of the first jars, so that 54 MB need not be read. The statistics
   * contain no omissions. Returns null for other selections of jars.
   */
  static CorpusStatistics statistics(List<PinnedJar> jars) {
    if (jars.isEmpty() || !ALL.subList(0, Math.min(jars.size(), ALL.size())).equals(jars)) {
      return null;
    }
    return new CorpusStatistics(
        jars.stream().mapToLong(PinnedJar::files).sum(),
        jars.stream().mapToLong(PinnedJar::textBytes).sum(),
        HASHES.get(jars.size() - 1),
        new Omissions());
  }
}
