/**
 * Progress of long tasks. Downloads, tokenizing, training and sweeps report through {@link
 * org.entroscope.progress.Progress}, and a notebook or a terminal decides how to show it.
 */
package org.entroscope.progress;
