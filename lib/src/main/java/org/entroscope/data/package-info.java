/**
 * Text, tokens and batches: a {@link org.entroscope.data.Corpus} is read as a stream of documents,
 * tokenized once into a memory-mapped file, split into training and evaluation by file, and cut
 * into examples of exactly T tokens.
 *
 * <pre>{@code
 * var code = Corpus.javaSources();
 * var tokens = code.tokenize(Tokenizer.bytes());
 * var batches = tokens.training().examples(128).batches(16, 1337);
 * int[] batch = batches.at(0); // 16 x 128 token ids, row by row
 * }</pre>
 *
 * <p>Nothing here holds a whole corpus in memory: documents are streamed, longer files come in
 * parts, token files are written through a small buffer and read through the page cache.
 */
package org.entroscope.data;
