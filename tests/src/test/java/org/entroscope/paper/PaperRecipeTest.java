package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entroscope.training.Experiment;
import org.junit.jupiter.api.Test;

class PaperRecipeTest {

  @Test
  void aTableHasItsArchitectures() {
    List<String> table3 = Paper.experiments("Table 3").stream().map(Experiment::toString).toList();
    assertEquals(
        List.of(
            "Experiment SM + LN + G, L=12 H=12 d=768 T=128 vocabulary=50257, 32,000 steps, seed"
                + " 1337",
            "Experiment SM + LN + R, L=12 H=12 d=768 T=128 vocabulary=50257, 32,000 steps, seed"
                + " 1337",
            "Experiment SM + ScFuFFN, L=12 H=12 d=768 T=128 vocabulary=50257, 32,000 steps, seed"
                + " 1337",
            "Experiment EReg(SM(t) + ScFuFFN), L=12 H=12 d=768 T=128 vocabulary=50257, 32,000"
                + " steps, seed 1337"),
        table3);
    assertEquals(6, Paper.experiments("Table 2").size());
    assertEquals(10, Paper.experiments("Table 5").size());
    assertEquals(3, Paper.experiments("Table 6").size());
    assertTrue(Paper.experiments("Table 7").get(0).toString().contains("T=256"));
    assertTrue(Paper.experiments("Table 7").get(0).toString().contains("16,000 steps"));
    assertTrue(Paper.experiments("Table 8").get(0).toString().contains("L=18"));
  }

  @Test
  void otherTablesAreRefused() {
    assertTrue(refusal("Table 4").contains("Languini"));
    assertTrue(refusal("Table 1").contains("there are Table 2, Table 3"));
  }

  private static String refusal(String table) {
    return assertThrows(IllegalArgumentException.class, () -> Paper.experiments(table))
        .getMessage();
  }
}
