/**
 * An independent float64 implementation of every architecture of the catalogue, in plain Java, that
 * the model of the library is proven against: forward, loss, entropies, regulariser and the exact
 * gradient of every parameter. It shares nothing with the library but the plain records that name
 * an architecture and its sizes.
 *
 * <p>It is slow and literal on purpose: one example, one head and one matrix at a time, with a
 * small reverse-mode differentiation of its own. {@link org.entroscope.reference.Tape} is the
 * record of what was computed; {@link org.entroscope.reference.Elementwise}, {@link
 * org.entroscope.reference.Products} and {@link org.entroscope.reference.Rows} are the operations,
 * each with its derivative written by hand and tested against finite differences; {@link
 * org.entroscope.reference.ReferenceModel} is the mathematics.
 */
package org.entroscope.reference;
