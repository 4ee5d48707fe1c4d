/**
 * Runs as data: what decides what a training computes, what became of it, and the folders in which
 * both are kept.
 */
package org.entroscope.runs;
