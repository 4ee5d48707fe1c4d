/**
 * What a notebook shows: rich forms of values, live output and progress, in the Entroscope kernel,
 * in JJava and in IJava.
 *
 * <p>{@link org.entroscope.notebook.Displays} knows the forms and no kernel; {@link
 * org.entroscope.notebook.EntroscopeExtension} brings them into a kernel made of jjava-jupyter, and
 * {@link org.entroscope.notebook.Entroscope#install()} into any kernel, IJava included.
 */
package org.entroscope.notebook;
