/**
 * The exercises of the workshop: {@link org.entroscope.workshop.Exercise} judges what a learner
 * hands in and answers in words. What is right is computed from what is handed in; no answer is
 * stored.
 */
package org.entroscope.workshop;
