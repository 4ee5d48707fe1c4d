/**
 * The Entroscope kernel: Java in Jupyter, on JShell and the jjava-jupyter protocol library.
 *
 * <p>{@link org.entroscope.kernel.EntroscopeKernel} answers Jupyter's messages, {@link
 * org.entroscope.kernel.CellEvaluator} runs cells, {@link org.entroscope.kernel.Install} tells
 * Jupyter about the kernel.
 */
package org.entroscope.kernel;
