package org.entroscope.sweep;

import java.util.List;
import org.entroscope.runs.RunSpec;
import org.entroscope.tokens.TokenizedCorpus;

/**
 * The work that a runner has to do.
 *
 * @param missing the experiments to train
 * @param recording the head statistics to record in addition to entropy
 * @param data the tokenized corpus to train on
 * @param store the store for results and failures
 * @param progress receives the progress of the training
 */
record SweepJob(
    List<RunSpec> missing,
    HeadRecording recording,
    TokenizedCorpus data,
    SweepStore store,
    SweepProgress progress) {}
