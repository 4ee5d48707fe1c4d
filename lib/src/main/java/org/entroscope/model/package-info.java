/**
 * The transformer as DJL blocks. {@link org.entroscope.model.Gpt} is the whole; a reader who wants
 * Eq. 1-4 finds them in {@link org.entroscope.model.TransformerBlock}, {@link
 * org.entroscope.model.Attention} and {@link org.entroscope.model.FeedForward}.
 *
 * <p>A {@link org.entroscope.model.Hook} looks into a forward pass, as {@link
 * org.entroscope.model.Capture} and {@link org.entroscope.model.Intervention} do.
 *
 * <p>Shapes in comments: B batch, T context, V vocabulary, d hidden size, H heads, k head hidden
 * size.
 */
package org.entroscope.model;
