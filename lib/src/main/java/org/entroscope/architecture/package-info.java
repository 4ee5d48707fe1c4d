/**
 * The description of a model as plain values: the architecture, a nonlinearity-reduced variant of
 * GPT-2 in the paper's notation ({@link org.entroscope.architecture.Architecture}) and the sizes
 * ({@link org.entroscope.architecture.ModelShape}). This package needs no engine.
 *
 * <p>Throughout Entroscope, "the paper" is Jha and Reagen, <em>Entropy-Guided Attention for Private
 * LLMs</em>, arXiv 2501.03489.
 */
package org.entroscope.architecture;
