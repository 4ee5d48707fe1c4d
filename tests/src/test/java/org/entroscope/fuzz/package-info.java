/**
 * Damaged and hostile input of every format that is read. {@link org.entroscope.fuzz.FuzzTest} says
 * how to run many of them.
 */
package org.entroscope.fuzz;
