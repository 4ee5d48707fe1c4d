/**
 * Runs as data: the specification of a training, its outcome, and the folders in which both are
 * stored.
 */
package org.entroscope.runs;
