/**
 * Tests damaged and hostile input of every format that is read. {@link
 * org.entroscope.fuzz.FuzzTest} explains how to read many inputs.
 */
package org.entroscope.fuzz;
