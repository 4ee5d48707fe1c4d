/**
 * The transformer as DJL blocks. {@link org.entroscope.model.Gpt} is the whole; a reader who wants
 * Eq. 1-4 finds them in {@link org.entroscope.model.TransformerBlock}, {@link
 * org.entroscope.model.Attention} and {@link org.entroscope.model.FeedForward}.
 *
 * <p>Shapes in comments: B batch, T context, V vocabulary, d width, H heads, k head width.
 */
package org.entroscope.model;
