/**
 * Tokens: a {@link org.entroscope.tokens.Tokenizer} turns text into ids, a token file keeps them,
 * and {@link org.entroscope.tokens.TokenizedCorpus} splits it into training and evaluation by file
 * and cuts it into examples of exactly T tokens and into batches.
 *
 * <p>Token files are written through a small buffer and read through the page cache, so none has to
 * fit into the heap.
 */
package org.entroscope.tokens;
