/**
 * Tokens of text. A {@link org.entroscope.tokens.Tokenizer} turns text into ids, a token file
 * stores them, and {@link org.entroscope.tokens.TokenizedCorpus} splits them by file into training
 * and evaluation data and cuts them into examples of exactly T tokens and into batches.
 *
 * <p>Token files are written through a small buffer and read through the page cache, so they do not
 * have to fit into the heap.
 */
package org.entroscope.tokens;
