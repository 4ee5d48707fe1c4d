package org.entroscope.privacy.mpc;

import dk.alexandra.fresco.framework.DRes;
import dk.alexandra.fresco.framework.MaliciousException;
import dk.alexandra.fresco.framework.builder.numeric.ProtocolBuilderNumeric;
import dk.alexandra.fresco.framework.sce.evaluator.BatchedProtocolEvaluator;
import dk.alexandra.fresco.framework.sce.evaluator.BatchedStrategy;
import dk.alexandra.fresco.framework.util.AesCtrDrbg;
import dk.alexandra.fresco.suite.spdz.SpdzProtocolSuite;
import dk.alexandra.fresco.suite.spdz.SpdzResourcePool;
import dk.alexandra.fresco.suite.spdz.SpdzResourcePoolImpl;
import dk.alexandra.fresco.suite.spdz.storage.SpdzDataSupplier;
import dk.alexandra.fresco.suite.spdz.storage.SpdzOpenedValueStoreImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entroscope.privacy.OperationCost;

/**
 * Executes one party's side of a computation step by step. Each step is a separate application,
 * whose opened values are checked against their authentication codes before the next step begins.
 * Therefore bytes, rounds and time can be assigned to one operation.
 */
final class PartyExecution {

  /** The largest number of elementary protocols in one round; smaller numbers cause more rounds. */
  static final int BATCH = 1 << 20;

  private final CountingNetwork network;
  private final CountingSupplier supplier;
  private final SpdzResourcePool pool;
  private final SpdzProtocolSuite suite;
  private final BatchedProtocolEvaluator<SpdzResourcePool> evaluator;
  private final List<OperationCost> costs = new ArrayList<>();

  PartyExecution(Role role, CountingNetwork network, SpdzDataSupplier material) {
    this.network = network;
    this.supplier = new CountingSupplier(material);
    this.pool =
        new SpdzResourcePoolImpl(
            role.id(), 2, new SpdzOpenedValueStoreImpl(), supplier, AesCtrDrbg::new);
    this.suite = new SpdzProtocolSuite(Arithmetic.INTEGER_BITS, Arithmetic.FRACTION_BITS);
    this.evaluator = new BatchedProtocolEvaluator<>(new BatchedStrategy<>(), suite, BATCH);
  }

  /**
   * Executes one operation and records its cost.
   *
   * @param layer the layer, or -1 outside the blocks
   * @throws PartyException if the connection to the other party is lost
   */
  <T> T step(int layer, String operation, Function<ProtocolBuilderNumeric, DRes<T>> computation) {
    long sent = network.bytesSent();
    long received = network.bytesReceived();
    long rounds = network.rounds();
    long triples = supplier.triples();
    long bits = supplier.bits();
    long masks = supplier.inputMasks();
    long begun = System.nanoTime();
    T result = evaluate(operation, computation);
    costs.add(
        new OperationCost(
            layer,
            operation,
            network.bytesSent() - sent,
            network.bytesReceived() - received,
            network.rounds() - rounds,
            (System.nanoTime() - begun) / 1e9,
            supplier.triples() - triples,
            supplier.bits() - bits,
            supplier.inputMasks() - masks));
    return result;
  }

  private <T> T evaluate(String operation, Function<ProtocolBuilderNumeric, DRes<T>> computation) {
    try {
      ProtocolBuilderNumeric builder = suite.init(pool).createSequential();
      DRes<T> result = computation.apply(builder);
      evaluator.eval(builder.build(), pool, network);
      return result.out();
    } catch (PartyException e) {
      throw new PartyException(operation + ": " + e.getMessage(), e);
    } catch (MaliciousException e) {
      throw new PartyException(operation + ": the other party cheated: " + e.getMessage(), e);
    }
  }

  List<OperationCost> costs() {
    return List.copyOf(costs);
  }
}
