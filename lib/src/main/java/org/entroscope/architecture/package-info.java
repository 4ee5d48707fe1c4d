/**
 * What a model is made of, as plain values: the ladder of nonlinearity-reduced GPT-2 variants in
 * the paper's own notation ({@link org.entroscope.architecture.Architecture}) and the sizes of a
 * model ({@link org.entroscope.architecture.ModelShape}). Needs no engine.
 *
 * <p>"The paper" is, in all of Entroscope, Jha and Reagen, <em>Entropy-Guided Attention for Private
 * LLMs</em>, arXiv 2501.03489.
 */
package org.entroscope.architecture;
