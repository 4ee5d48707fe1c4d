package org.entroscope.benchmarks;

import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;
import org.entroscope.privacy.MascotCost;
import org.entroscope.privacy.MeasuredLadder;
import org.entroscope.privacy.mpc.MascotProbe;

/** Measures private inference between two parties over the loopback interface. Run by hand. */
public final class PrivateInference {

  private static final int BATCH = 100;

  private PrivateInference() {}

  /** Prints the measured ladder for one and two layers, and MASCOT's measured and derived cost. */
  public static void main(String[] arguments) {
    // the first run, in which Java compiles, does not count
    MeasuredLadder.run(List.of(Architecture.of("SM + LN + G")), new ModelShape(1, 2, 8, 4, 16), 1);
    MeasuredLadder one =
        MeasuredLadder.run(MeasuredLadder.ARCHITECTURES, new ModelShape(1, 2, 16, 8, 16), 1);
    System.out.println(one.table().printAll());
    System.out.println(one.entries().get(0).run().operationTable().printAll());
    MeasuredLadder two =
        MeasuredLadder.run(
            List.of(
                Architecture.of("SM + LN + G"),
                Architecture.of("SM + LN + R"),
                Architecture.of("SM + ScFuFFN")),
            new ModelShape(2, 2, 32, 16, 16),
            1);
    System.out.println(two.table().printAll());
    MascotProbe.Material made = MascotProbe.material(BATCH, BATCH);
    System.out.println(made);
    System.out.printf(
        "derived: %,d bytes for the triples, %,d for the bits%n",
        MascotCost.sentForTriples(BATCH), MascotCost.sentForBits(BATCH));
    System.out.println(MascotProbe.multiply(1.5, -2.25));
  }
}
