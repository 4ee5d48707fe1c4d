/**
 * The exercises of the workshop: {@link org.entroscope.workshop.Exercise} checks the answer of a
 * learner and replies in words. No solutions are stored: each answer is checked by computing.
 */
package org.entroscope.workshop;
