/**
 * The launcher behind {@code notebooks/lab}. It finds or installs Jupyter and opens the notebooks
 * in it, or executes them without a browser.
 */
package org.entroscope.lab;
