/**
 * The Entroscope kernel: Java in Jupyter, on JShell and the jjava-jupyter protocol library.
 *
 * <p>{@link org.entroscope.kernel.EntroscopeKernel} answers Jupyter's messages, {@link
 * org.entroscope.kernel.CellEvaluator} runs cells, and {@link org.entroscope.kernel.Install}
 * installs the kernel in Jupyter.
 */
package org.entroscope.kernel;
