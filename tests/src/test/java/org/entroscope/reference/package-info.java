/**
 * An independent float64 implementation of every architecture of the catalogue in plain Java. The
 * model of the library is tested against it: forward pass, loss, entropies, regulariser and the
 * exact gradient of every parameter. It shares nothing with the library except the plain records
 * that name an architecture and its sizes.
 *
 * <p>The implementation is slow and literal on purpose. It processes one example, one head and one
 * matrix at a time and has its own small reverse-mode differentiation. {@link
 * org.entroscope.reference.Tape} records the computation. {@link
 * org.entroscope.reference.Elementwise}, {@link org.entroscope.reference.Products} and {@link
 * org.entroscope.reference.Rows} contain the operations, each with a derivative that is written by
 * hand and tested with finite differences. {@link org.entroscope.reference.ReferenceModel} contains
 * the mathematics.
 */
package org.entroscope.reference;
