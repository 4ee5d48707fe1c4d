package org.entroscope.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.entroscope.component.EntropyRegulariser;
import org.entroscope.component.Gelu;
import org.entroscope.component.GeluTanh;
import org.entroscope.component.LeakyRelu;
import org.entroscope.component.Relu;
import org.entroscope.component.SigmaReparametrisation;
import org.entroscope.component.SpectralNorm;
import org.entroscope.component.WeightNorm;
import org.entroscope.paper.Catalogue;
import org.entroscope.paper.Paper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  @Provide
  Arbitrary<Architecture> any() {
    Arbitrary<Activation> activations =
        Arbitraries.oneOf(
            Arbitraries.of(
                new Gelu(),
                new GeluTanh(),
                new Relu(),
                new LeakyRelu(LeakyRelu.Learned.LAYER, 0.01),
                new LeakyRelu(LeakyRelu.Learned.MODEL, 0.01)),
            Arbitraries.doubles()
                .between(0, 0.99)
                .ofScale(4)
                .map(slope -> new LeakyRelu(LeakyRelu.Learned.NONE, slope)));
    Arbitrary<Temperature> temperatures =
        Arbitraries.oneOf(
            Arbitraries.just(Temperature.DEFAULT),
            Combinators.combine(
                    Arbitraries.of(Temperature.Form.class),
                    Arbitraries.doubles().between(0.001, 50).ofScale(5))
                .as(Temperature::new));
    Arbitrary<Parametrised> parametrised =
        Combinators.combine(
                Arbitraries.of(new WeightNorm(), new SpectralNorm(), new SigmaReparametrisation()),
                Arbitraries.of(LinearLayers.class))
            .as(Parametrised::new);
    Arbitrary<EntropyRegulariser> regularisers =
        Combinators.combine(
                Arbitraries.of(EntropyRegulariser.Reduction.class),
                Arbitraries.doubles().between(0, 1).ofScale(6),
                Arbitraries.doubles().between(0, 1).ofScale(3),
                Arbitraries.of(0.0, 1.0, 0.5))
            .as(
                (reduction, l, gamma, rate) ->
                    new EntropyRegulariser(reduction, l, gamma, 0.4, rate));
    return Combinators.combine(
            activations.injectNull(0.2),
            temperatures.injectNull(0.5),
            parametrised.injectNull(0.5),
            regularisers.injectNull(0.5),
            Arbitraries.of(Biases.class),
            Arbitraries.integers().between(0, 511))
        .as(ArchitectureTest::architecture);
  }

  private static Architecture architecture(
      Activation activation,
      Temperature temperature,
      Parametrised parametrised,
      EntropyRegulariser regulariser,
      Biases biases,
      int flags) {
    return Architecture.of("SM")
        .with(
            a -> {
              a.activation = activation;
              a.temperature = temperature;
              a.parametrised = parametrised;
              a.biases = biases;
              a.layerNorm = (flags & 1) != 0;
              a.queryKeyNorm = (flags & 2) != 0;
              a.scaled = (flags & 4) != 0;
              a.fused = (flags & 8) != 0 && activation == null;
              a.regularisers = regulariser == null ? List.of() : List.of(regulariser);
              a.finalLayerNorm = (flags & 32) != 0;
              a.parallel = (flags & 64) != 0;
              a.untied = (flags & 128) != 0;
              double share = (flags % 7 + 2) / 8.0;
              a.rotary =
                  (flags & 256) != 0 ? new Rotary(share, flags % 2 == 0 ? 10_000 : 500) : null;
            });
  }

  /**
   * Returns all choices of an architecture. The {@code equals} method of an architecture compares
   * only the notation.
   */
  private static List<Object> choices(Architecture a) {
    return Arrays.stream(Architecture.class.getRecordComponents())
        .map(
            component -> {
              try {
                return (Object) Optional.ofNullable(component.getAccessor().invoke(a));
              } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  @Property(tries = 500)
  void theNotationSaysEverything(@ForAll("any") Architecture architecture) {
    String notation = architecture.toString();
    assertEquals(choices(architecture), choices(Architecture.of(notation)), notation);
    assertEquals(choices(architecture), choices(Architecture.of(notation.replace(" ", ""))));
    assertEquals(architecture, Architecture.of(notation));
  }

  @Property(tries = 500)
  void whatIsNoNotationIsRefusedInWords(
      @ForAll("any") Architecture architecture,
      @ForAll @IntRange(min = 0, max = 30) int place,
      @ForAll char garbage) {
    StringBuilder text = new StringBuilder(architecture.toString());
    text.insert(Math.min(place, text.length()), garbage);
    try {
      Architecture.of(text.toString());
    } catch (IllegalArgumentException e) { // any other exception would be a bug of the parser
      assertTrue(e.getMessage().startsWith("no architecture '"), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SM + WN(FFN)",
        "SM + SN(QK+FFN)",
        "SM + ScFFN",
        "SM + ScFuFFN",
        "SM(t) + ScFuFFN",
        "EReg(SM(t) + ScFuFFN)",
        "SM + LReLU(0.01)",
        "SM + LReLU(layer)"
      })
  void printsThePapersNotation(String notation) {
    assertEquals(notation, Architecture.of(notation).toString());
  }

  @Test
  void theCatalogueHasEachOnceWithItsSource() {
    List<Catalogue.Entry> entries = Paper.catalogue();
    assertEquals(
        entries.size(), entries.stream().map(Catalogue.Entry::architecture).distinct().count());
    for (Catalogue.Entry entry : entries) {
      assertEquals(entry.architecture(), Architecture.of(entry.architecture().toString()));
      assertFalse(entry.source().isBlank());
    }
    for (String normalised : List.of("QK", "FFN", "QK+FFN", "QKV+FFN", "QKVO+FFN")) {
      for (String kind : List.of("WN", "SN")) {
        Architecture wanted = Architecture.of("SM + " + kind + "(" + normalised + ")");
        assertTrue(entries.stream().anyMatch(e -> e.architecture().equals(wanted)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LN + G           | it must begin with SM or SM(t), not 'LN'
          SM + GELU        | there is no term 'GELU'
          SM + WN(K)       | WN applies to QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN, not to K
          SM + LReLU       | 'LReLU' needs a slope: LReLU(0.01), LReLU(layer) or LReLU(model)
          SM + LReLU(2)    | the negative slope of a leaky ReLU must lie in [0, 1), not 2.0
          SM + G + FuFFN   | a fused feed-forward network cannot have an activation
          SM(t=offset:-2)  | the initial temperature must be positive: offset form cannot start from -2.0
          SM + (LN         | a '(' is not closed
          SM + LN)         | a ')' has no '('
          """)
  void aWrongNameIsExplained(String notation, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Architecture.of(notation)).getMessage();
    assertTrue(message.startsWith("no architecture '" + notation + "': " + why), message);
    assertTrue(message.contains("Table 1 has: SM + LN + G"), message);
  }
}
