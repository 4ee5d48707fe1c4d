/**
 * The exercises of the workshop. {@link org.entroscope.workshop.Exercise} checks the answer of a
 * learner and says what is wrong with it. No solutions are stored: each check computes the right
 * answer.
 */
package org.entroscope.workshop;
