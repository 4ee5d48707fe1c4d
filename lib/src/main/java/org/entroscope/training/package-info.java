/**
 * Training and its result. {@link org.entroscope.training.Experiment} says what is to be trained,
 * {@link org.entroscope.runs.TrainingPlan} how, {@link org.entroscope.training.Run} what came of
 * it.
 */
package org.entroscope.training;
