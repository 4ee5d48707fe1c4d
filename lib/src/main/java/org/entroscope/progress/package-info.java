/**
 * Long work that says how far it is: downloads, tokenizing, training and sweeps report through
 * {@link org.entroscope.progress.Progress}, and a notebook or a terminal decides how that looks.
 */
package org.entroscope.progress;
