/**
 * The transformer as DJL blocks. {@link org.entroscope.model.Gpt} is the whole model; Eq. 1-4 are
 * in {@link org.entroscope.model.TransformerBlock}, {@link org.entroscope.model.Attention} and
 * {@link org.entroscope.model.FeedForward}.
 *
 * <p>A {@link org.entroscope.model.Hook} observes or changes a forward pass; examples are {@link
 * org.entroscope.model.Capture} and {@link org.entroscope.model.Intervention}.
 *
 * <p>Shapes in comments: B batch, T context, V vocabulary, d hidden size, H heads, k head hidden
 * size.
 */
package org.entroscope.model;
