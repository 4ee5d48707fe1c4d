/** Interrupts and kills of long work, few by default and many by hand. */
package org.entroscope.robustness;
