package org.entroscope.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.entroscope.architecture.Architecture.CatalogueEntry;
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
                Activation.IDENTITY,
                Activation.GELU,
                Activation.GELU_TANH,
                Activation.RELU,
                Activation.leakyPerLayer(),
                Activation.leakyPerModel()),
            Arbitraries.doubles().between(0, 0.99).ofScale(4).map(Activation::leaky));
    Arbitrary<Temperature> temperatures =
        Arbitraries.oneOf(
            Arbitraries.just(Temperature.DEFAULT),
            Combinators.combine(
                    Arbitraries.of(Temperature.Form.class),
                    Arbitraries.doubles().between(0.001, 50).ofScale(5))
                .as(Temperature::new));
    Arbitrary<Normalisation> normalisations =
        Combinators.combine(
                Arbitraries.of(Normalisation.Kind.class),
                Arbitraries.of(Normalisation.Layers.class))
            .as(Normalisation::new);
    return Combinators.combine(
            activations,
            temperatures.injectNull(0.5),
            normalisations.injectNull(0.5),
            Arbitraries.of(Biases.class),
            Arbitraries.integers().between(0, 511))
        .as(ArchitectureTest::architecture);
  }

  private static Architecture architecture(
      Activation activation,
      Temperature temperature,
      Normalisation normalisation,
      Biases biases,
      int flags) {
    return Architecture.SM.with(
        a -> {
          a.activation = activation;
          a.temperature = temperature;
          a.normalisation = normalisation;
          a.biases = biases;
          a.layerNorm = (flags & 1) != 0;
          a.queryKeyNorm = (flags & 2) != 0;
          a.scaled = (flags & 4) != 0;
          a.fused = (flags & 8) != 0 && activation.isIdentity();
          a.regularised = (flags & 16) != 0;
          a.finalLayerNorm = (flags & 32) != 0;
          a.parallel = (flags & 64) != 0;
          a.untied = (flags & 128) != 0;
          double share = (flags % 7 + 2) / 8.0;
          a.rotary = (flags & 256) != 0 ? new Rotary(share, flags % 2 == 0 ? 10_000 : 500) : null;
        });
  }

  @Property(tries = 500)
  void theNotationSaysEverything(@ForAll("any") Architecture architecture) {
    assertEquals(architecture, Architecture.of(architecture.toString()));
    assertEquals(architecture, Architecture.of(architecture.toString().replace(" ", "")));
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
    } catch (IllegalArgumentException e) { // anything else would be a fault of the parser
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
    List<CatalogueEntry> entries = Architecture.catalogue();
    assertEquals(
        entries.size(), entries.stream().map(CatalogueEntry::architecture).distinct().count());
    for (CatalogueEntry entry : entries) {
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
          SM + WN(K)       | WN is of QK, FFN, QK+FFN, QKV+FFN or QKVO+FFN, not of K
          SM + LReLU       | 'LReLU' needs a slope: LReLU(0.01), LReLU(layer) or LReLU(model)
          SM + LReLU(2)    | the negative slope of a leaky ReLU must lie in [0, 1), not 2.0
          SM + G + FuFFN   | a fused feed-forward network has no room for an activation
          SM(t=offset:-2)  | a temperature must start positive: offset form cannot start from -2.0
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
