/**
 * The launcher behind {@code notebooks/lab}: finds or installs Jupyter, opens the notebooks in it,
 * or executes them without a browser.
 */
package org.entroscope.lab;
