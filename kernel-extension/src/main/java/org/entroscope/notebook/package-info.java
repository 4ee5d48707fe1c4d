/**
 * Rich forms of values, live output and progress in notebooks, for the Entroscope kernel, JJava and
 * IJava.
 *
 * <p>{@link org.entroscope.notebook.Displays} creates the forms and does not depend on a kernel.
 * {@link org.entroscope.notebook.EntroscopeExtension} installs them in a kernel based on
 * jjava-jupyter, and {@link org.entroscope.notebook.Entroscope#install()} in any kernel, including
 * IJava.
 */
package org.entroscope.notebook;
