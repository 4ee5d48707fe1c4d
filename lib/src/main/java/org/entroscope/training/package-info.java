/**
 * Training and its results. An {@link org.entroscope.training.Experiment} describes what is
 * trained, a {@link org.entroscope.runs.TrainingPlan} describes how, and a {@link
 * org.entroscope.training.Run} contains the result.
 */
package org.entroscope.training;
