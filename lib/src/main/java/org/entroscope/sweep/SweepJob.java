package org.entroscope.sweep;

import java.util.List;
import org.entroscope.runs.RunSpec;
import org.entroscope.tokens.TokenizedCorpus;

/**
 * What a runner has to do.
 *
 * @param missing the experiments to train
 * @param recording what to record of the heads beside their entropy
 * @param data what on
 * @param store where results and failures go
 * @param progress what to tell about them
 */
record SweepJob(
    List<RunSpec> missing,
    HeadRecording recording,
    TokenizedCorpus data,
    SweepStore store,
    SweepProgress progress) {}
