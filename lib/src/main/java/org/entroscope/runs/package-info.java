/** Runs as data: what decides what a training computes, and what became of it. */
package org.entroscope.runs;
