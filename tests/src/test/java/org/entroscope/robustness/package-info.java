/**
 * Tests that interrupt and kill long operations. They run few trials by default, and system
 * properties increase the number.
 */
package org.entroscope.robustness;
