/**
 * Text for training. A {@link org.entroscope.corpus.Corpus} reads files, archives, JSON lines,
 * Parquet and data sets of the hub as one stream of documents, and is tokenized once into a token
 * file.
 *
 * <pre>{@code
 * var code = Corpus.javaSources();
 * var tokens = code.tokenize(Tokenizer.bytes());
 * var batches = tokens.training().examples(128).batches(16, 1337);
 * int[] batch = batches.at(0); // 16 x 128 token ids, row by row
 * }</pre>
 *
 * <p>No class here holds a whole corpus in memory: documents are streamed, and long files are split
 * into parts.
 */
package org.entroscope.corpus;
