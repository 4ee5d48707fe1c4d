package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.builder.numeric.field.FieldDefinition;
import dk.alexandra.fresco.framework.builder.numeric.field.FieldElement;
import dk.alexandra.fresco.framework.network.Network;
import dk.alexandra.fresco.framework.util.AesCtrDrbg;
import dk.alexandra.fresco.framework.util.Drbg;
import dk.alexandra.fresco.lib.fixed.FixedNumeric;
import dk.alexandra.fresco.suite.spdz.storage.SpdzMascotDataSupplier;
import dk.alexandra.fresco.tools.mascot.Mascot;
import dk.alexandra.fresco.tools.mascot.MascotResourcePoolImpl;
import dk.alexandra.fresco.tools.mascot.MascotSecurityParameters;
import dk.alexandra.fresco.tools.ot.base.BigIntNaorPinkas;
import dk.alexandra.fresco.tools.ot.base.Ot;
import dk.alexandra.fresco.tools.ot.otextension.RotList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.entroscope.privacy.OperationCost;

/** One party of {@link MascotProbe}. It is a separate class because FRESCO may be missing. */
final class MascotParty {

  private static final int SEED_BITS = 256;
  private static final int CANDIDATES = 3;

  private MascotParty() {}

  static MascotProbe.Material material(Role role, PartyConnection line, int triples, int bits) {
    CountingNetwork network = new CountingNetwork(line, role);
    FieldDefinition field = Arithmetic.field();
    Drbg random = new AesCtrDrbg();
    Map<Integer, RotList> seeds = baseTransfers(role, network, random);
    Mascot mascot =
        new Mascot(
            new MascotResourcePoolImpl(
                role.id(),
                2,
                1,
                random,
                seeds,
                new MascotSecurityParameters(Arithmetic.FIELD_BITS, SEED_BITS, CANDIDATES),
                field),
            network,
            SpdzMascotDataSupplier.createRandomSsk(field, SEED_BITS));
    // the first batch also performs the set-up for later batches
    mascot.getTriples(1);
    mascot.getRandomBits(1);
    MascotProbe.Batch tripleBatch = measured(network, triples, () -> mascot.getTriples(triples));
    MascotProbe.Batch bitBatch = measured(network, bits, () -> mascot.getRandomBits(bits));
    return new MascotProbe.Material(tripleBatch, bitBatch);
  }

  private static MascotProbe.Batch measured(CountingNetwork network, int count, Runnable work) {
    long sent = network.bytesSent();
    long begun = System.nanoTime();
    work.run();
    return new MascotProbe.Batch(
        count, network.bytesSent() - sent, (System.nanoTime() - begun) / 1e9);
  }

  static MascotProbe.Product multiply(
      Role role, PartyConnection line, PartyConnection second, double clients, double servers) {
    CountingNetwork online = new CountingNetwork(line, role);
    CountingNetwork offline = new CountingNetwork(second, role);
    long begun = System.nanoTime();
    Drbg random = new AesCtrDrbg();
    Map<Integer, RotList> seeds = baseTransfers(role, offline, random);
    long base = offline.bytesSent();
    FieldDefinition field = Arithmetic.field();
    FieldElement key = SpdzMascotDataSupplier.createRandomSsk(field, SEED_BITS);
    SpdzMascotDataSupplier material =
        SpdzMascotDataSupplier.createSimpleSupplier(
            role.id(), 2, () -> offline, Arithmetic.FIELD_BITS, field, null, seeds, random, key);
    PartyExecution execution = new PartyExecution(role, online, material);
    double[][] mine = {{role == Role.CLIENT ? clients : servers}};
    var x =
        execution.step(
            -1, "input", SharedMatrix.input(role == Role.CLIENT ? mine : null, 1, 1, Role.CLIENT));
    var y =
        execution.step(
            -1, "input", SharedMatrix.input(role == Role.SERVER ? mine : null, 1, 1, Role.SERVER));
    SharedMatrix z =
        execution.step(
            -1,
            "multiplication",
            x.eachEntry(e -> seq -> FixedNumeric.using(seq).mult(e, y.row(0).get(0))));
    BigDecimal opened =
        execution.step(-1, "opening", seq -> FixedNumeric.using(seq).open(z.row(0).get(0)));
    List<OperationCost> costs = execution.costs();
    return new MascotProbe.Product(
        opened.doubleValue(),
        costs.get(2),
        offline.bytesSent() - base,
        (System.nanoTime() - begun) / 1e9);
  }

  private static Map<Integer, RotList> baseTransfers(Role role, Network network, Drbg random) {
    int other = role.other().id();
    RotList seeds = new RotList(random, SEED_BITS);
    Ot transfer = new BigIntNaorPinkas(other, random, network);
    if (role == Role.CLIENT) {
      seeds.send(transfer);
      seeds.receive(transfer);
    } else {
      seeds.receive(transfer);
      seeds.send(transfer);
    }
    return Map.of(other, seeds);
  }
}
