package org.entroscope.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.entroscope.architecture.ModelShape;
import org.entroscope.runs.RunSpec;
import org.entroscope.statistics.EntropyBound;
import org.entroscope.statistics.HeadValues;
import org.entroscope.sweep.Recorded;
import org.entroscope.sweep.Sweep;
import org.entroscope.sweep.SweepResult;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class RegulariserSearchTest {

  private static final ModelShape SHAPE = new ModelShape(1, 2, 16, 16, 256);

  private static RunSpec trial(String architecture) {
    return Sweep.of(architecture).shape(SHAPE).trials().get(0);
  }

  @Test
  void aSearchIsJudgedByTheEndOfTheTraining() {
    RunSpec bare = trial("SM");
    float top = (float) EntropyBound.causal(SHAPE.context());
    HeadValues heads = new HeadValues(new float[][] {{top, 0}}, SHAPE.context());
    RunSpec ereg = trial("EReg(SM(t) + ScFuFFN, lambda=0.5)");
    SweepResult result =
        Recorded.result(List.of(Recorded.entry(ereg, 3), Recorded.entry(bare, 3, 1, heads)));
    Table search = RegulariserSearch.of(result.runs());
    Row row = search.where(search.stringColumn("architecture").isEqualTo("SM")).row(0);
    assertTrue(row.isMissing("lambda"), "which SM does not have");
    assertEquals(0.5, row.getDouble("top range"), 1e-9);
    assertEquals(top / 2 / Math.log(16), row.getDouble("entropy / ln T"), 1e-6);
    Row other =
        search.where(search.stringColumn("architecture").isEqualTo("EReg(SM(t) + ScFuFFN)")).row(0);
    assertEquals(0.5, other.getDouble("lambda"));
  }
}
