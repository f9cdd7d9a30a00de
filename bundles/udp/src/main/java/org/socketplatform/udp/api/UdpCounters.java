package org.socketplatform.udp.api;

/**
 * What went through a socket so far.
 *
 * @param sent packets that the kernel took
 * @param sentBytes bytes in them
 * @param refused packets that the kernel had no room for
 * @param received packets that were read
 * @param receivedBytes bytes in them
 */
public record UdpCounters(
    long sent, long sentBytes, long refused, long received, long receivedBytes) {}
