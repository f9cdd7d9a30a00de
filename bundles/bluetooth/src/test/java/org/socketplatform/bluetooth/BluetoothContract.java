package org.socketplatform.bluetooth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.CharacteristicSpec;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.Gatt.Write;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.Registration;

/** What every provider does. */
@Timeout(60)
public abstract class BluetoothContract {
  private static final UUID SERVICE = UUID.fromString("56702d92-69f9-4400-baf8-d5c89ee15d68");
  private static final UUID OTHER_SERVICE = UUID.fromString("56702d92-69f9-4400-baf8-d5c89ee15d69");
  private static final UUID VALUE = UUID.fromString("5f0e4b9a-1111-4222-8333-944455566677");
  private static final UUID COMMAND = UUID.fromString("5f0e4b9a-1111-4222-8333-944455566678");
  private static final UUID EVENT = UUID.fromString("5f0e4b9a-1111-4222-8333-944455566679");
  private static final UUID SECRET = UUID.fromString("5f0e4b9a-1111-4222-8333-94445556667a");
  private static final UUID DESCRIPTION = Gatt.uuid(0x2901);
  private static final long SECONDS = 20;

  private Lab lab;
  private Lab.Machine alice;
  private Lab.Machine bob;
  private final Recorder recorder = new Recorder();

  /** Where the machines are. */
  protected abstract Lab open() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    lab = open();
    alice = lab.machine("alice");
    bob = lab.machine("bob");
  }

  @AfterEach
  void tearDown() {
    lab.close();
  }

  // --- what the stories are made of -------------------------------------------------------------

  private static Gatt.ServiceSpec service(UUID uuid) {
    return new Gatt.ServiceSpec(
        uuid,
        List.of(
            new CharacteristicSpec(
                VALUE,
                Set.of(Property.READ, Property.WRITE, Property.NOTIFY),
                List.of(new Gatt.DescriptorSpec(DESCRIPTION, "the value"))),
            CharacteristicSpec.of(COMMAND, Property.WRITE_WITHOUT_RESPONSE),
            CharacteristicSpec.of(EVENT, Property.INDICATE),
            CharacteristicSpec.of(SECRET, Property.WRITE)));
  }

  private Peripheral serve(Lab.Machine machine, UUID uuid, Recorder listener) {
    return machine.provider().serve(List.of(service(uuid)), Optional.of("thing"), true, listener);
  }

  private Peripheral serve() {
    return serve(alice, SERVICE, recorder);
  }

  private static Advertisement find(BluetoothProvider provider, UUID uuid) throws Exception {
    return find(provider, Set.of(uuid), heard -> true);
  }

  private static Advertisement find(
      BluetoothProvider provider, Set<UUID> uuids, Predicate<Advertisement> wanted)
      throws Exception {
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    Registration scan = provider.scan(uuids, heard::add);
    try {
      return await(heard, wanted);
    } finally {
      scan.close();
    }
  }

  private static <T> T await(BlockingQueue<T> queue, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (; ; ) {
      T next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      assertThat(next).as("what was waited for").isNotNull();
      if (wanted.test(next)) {
        return next;
      }
    }
  }

  private Connection connect() throws Exception {
    return connect(bob, () -> {});
  }

  private static Connection connect(Lab.Machine machine, Runnable disconnected) throws Exception {
    return machine.provider().connect(find(machine.provider(), SERVICE).device(), disconnected);
  }

  private static int handle(Connection connection, UUID characteristic) {
    return connection.characteristic(SERVICE, characteristic).handle();
  }

  private static Code code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    BluetoothException thrown = catchThrowableOfType(BluetoothException.class, call);
    assertThat(thrown).as("the failure").isNotNull();
    assertThat(thrown).message().isNotBlank();
    return thrown.code();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return bytes;
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).as("it happened in time").isTrue();
  }

  private static BlockingQueue<AdapterState> states(Lab.Machine machine) {
    BlockingQueue<AdapterState> states = new LinkedBlockingQueue<>();
    Registration ignored = machine.provider().onState(states::add);
    assertThat(ignored).isNotNull();
    return states;
  }

  // --- adapters ---------------------------------------------------------------------------------

  @Test
  void shouldBePoweredOnAtFirst() {
    assertThat(alice.provider().state()).isEqualTo(AdapterState.POWERED_ON);
  }

  @Test
  void shouldHaveAName() {
    assertThat(alice.provider().name()).isNotBlank();
  }

  @Test
  void shouldTellTheStateOfNowToANewListener() throws Exception {
    assertThat(await(states(alice), state -> true)).isEqualTo(AdapterState.POWERED_ON);
  }

  @Test
  void shouldTellWhenTheAdapterIsSwitchedOffAndOn() throws Exception {
    BlockingQueue<AdapterState> states = states(alice);
    await(states, state -> state == AdapterState.POWERED_ON);
    alice.power(false);
    await(states, state -> state == AdapterState.POWERED_OFF);
    alice.power(true);
    await(states, state -> state == AdapterState.POWERED_ON);
  }

  @Test
  void shouldTellWhenTheAdapterIsPulledOutAndPluggedIn() throws Exception {
    BlockingQueue<AdapterState> states = states(alice);
    alice.plug(false);
    await(states, state -> state == AdapterState.UNSUPPORTED);
    assertThat(alice.provider().state()).isEqualTo(AdapterState.UNSUPPORTED);
    alice.plug(true);
    await(states, state -> state == AdapterState.POWERED_ON);
  }

  @Test
  void shouldTellAClosedListenerNothing() throws Exception {
    BlockingQueue<AdapterState> closed = new LinkedBlockingQueue<>();
    Registration registration = alice.provider().onState(closed::add);
    await(closed, state -> true);
    registration.close();
    BlockingQueue<AdapterState> open = states(alice);
    alice.power(false);
    await(open, state -> state == AdapterState.POWERED_OFF);
    assertThat(closed).isEmpty();
  }

  @Test
  void shouldConnectToNothingWhenSwitchedOff() throws Exception {
    serve();
    DeviceId device = find(bob.provider(), SERVICE).device();
    BlockingQueue<AdapterState> states = states(bob);
    bob.power(false);
    await(states, state -> state == AdapterState.POWERED_OFF);
    assertThat(code(() -> bob.provider().connect(device, () -> {}))).isEqualTo(Code.POWERED_OFF);
  }

  @Test
  void shouldConnectToNothingWithoutAnAdapter() throws Exception {
    serve();
    DeviceId device = find(bob.provider(), SERVICE).device();
    BlockingQueue<AdapterState> states = states(bob);
    bob.plug(false);
    await(states, state -> state == AdapterState.UNSUPPORTED);
    assertThat(code(() -> bob.provider().connect(device, () -> {}))).isEqualTo(Code.UNSUPPORTED);
  }

  // --- scanning ---------------------------------------------------------------------------------

  @Test
  void shouldFindWhatAdvertises() throws Exception {
    serve();
    Advertisement heard = find(bob.provider(), SERVICE);
    assertThat(heard.services()).contains(SERVICE);
    assertThat(heard.device().value()).isNotBlank();
  }

  @Test
  void shouldFindADeviceByAnyOfItsServices() throws Exception {
    serve();
    assertThat(find(bob.provider(), Set.of(OTHER_SERVICE, SERVICE), heard -> true).services())
        .contains(SERVICE);
  }

  @Test
  void shouldFindEverythingWithoutAFilter() throws Exception {
    serve();
    assertThat(find(bob.provider(), Set.of(), heard -> heard.services().contains(SERVICE)))
        .isNotNull();
  }

  @Test
  void shouldTellTheName() throws Exception {
    serve();
    assertThat(find(bob.provider(), Set.of(SERVICE), heard -> heard.name().isPresent()).name())
        .contains("thing");
  }

  @Test
  void shouldTellTheStrengthOfTheSignal() throws Exception {
    serve();
    assertThat(find(bob.provider(), SERVICE).rssi()).isBetween(-100, 0);
  }

  @Test
  void shouldTellOfADeviceAgainAndAgain() throws Exception {
    serve();
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      DeviceId first = await(heard, each -> true).device();
      assertThat(await(heard, each -> true).device()).isEqualTo(first);
      assertThat(await(heard, each -> true).device()).isEqualTo(first);
    }
  }

  @Test
  void shouldNotFindWhatHasOtherServices() throws Exception {
    Lab.Machine carol = lab.machine("carol");
    serve(carol, OTHER_SERVICE, new Recorder());
    serve();
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      for (int i = 0; i < 3; i++) {
        assertThat(await(heard, each -> true).services()).contains(SERVICE);
      }
    }
  }

  @Test
  void shouldFindWhatComesLater() throws Exception {
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      serve();
      assertThat(await(heard, each -> true).services()).contains(SERVICE);
    }
  }

  @Test
  void shouldNotFindItself() throws Exception {
    serve(bob, SERVICE, new Recorder());
    serve();
    DeviceId other = find(bob.provider(), SERVICE).device();
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      for (int i = 0; i < 4; i++) {
        assertThat(await(heard, each -> true).device()).isEqualTo(other);
      }
    }
  }

  @Test
  void shouldTellAClosedScanNothing() throws Exception {
    serve();
    BlockingQueue<Advertisement> closed = new LinkedBlockingQueue<>();
    Registration scan = bob.provider().scan(Set.of(SERVICE), closed::add);
    await(closed, each -> true);
    scan.close();
    scan.close();
    find(bob.provider(), SERVICE);
    closed.clear();
    find(bob.provider(), SERVICE);
    assertThat(closed).isEmpty();
  }

  @Test
  void shouldKeepOneScanWhenAnotherEnds() throws Exception {
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration one = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(one).isNotNull();
      bob.provider().scan(Set.of(OTHER_SERVICE), each -> {}).close();
      serve();
      assertThat(await(heard, each -> true).services()).contains(SERVICE);
    }
  }

  @Test
  void shouldScanForDifferentServicesAtATime() throws Exception {
    Lab.Machine carol = lab.machine("carol");
    serve();
    serve(carol, OTHER_SERVICE, new Recorder());
    BlockingQueue<Advertisement> one = new LinkedBlockingQueue<>();
    BlockingQueue<Advertisement> other = new LinkedBlockingQueue<>();
    try (Registration first = bob.provider().scan(Set.of(SERVICE), one::add);
        Registration second = bob.provider().scan(Set.of(OTHER_SERVICE), other::add)) {
      assertThat(first).isNotSameAs(second);
      assertThat(await(one, each -> true).services()).contains(SERVICE);
      assertThat(await(other, each -> true).services()).contains(OTHER_SERVICE);
    }
  }

  @Test
  void shouldGoOnScanningWhenTheAdapterIsBack() throws Exception {
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      bob.power(false);
      serve();
      bob.power(true);
      assertThat(await(heard, each -> true).services()).contains(SERVICE);
    }
  }

  @Test
  void shouldScanFromWhenTheAdapterComes() throws Exception {
    bob.plug(false);
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      serve();
      bob.plug(true);
      assertThat(await(heard, each -> true).services()).contains(SERVICE);
    }
  }

  // --- connecting -------------------------------------------------------------------------------

  @Test
  void shouldConnectAndTellWhatTheDeviceHas() throws Exception {
    serve();
    try (Connection connection = connect()) {
      Gatt.Service found =
          connection.services().stream()
              .filter(each -> each.uuid().equals(SERVICE))
              .findFirst()
              .orElseThrow();
      assertThat(found.primary()).isTrue();
      assertThat(found.characteristics())
          .extracting(Gatt.Characteristic::uuid)
          .containsExactlyInAnyOrder(VALUE, COMMAND, EVENT, SECRET);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldTellWhatMayBeDoneWithACharacteristic() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(connection.characteristic(SERVICE, VALUE).properties())
          .containsExactlyInAnyOrder(Property.READ, Property.WRITE, Property.NOTIFY);
      assertThat(connection.characteristic(SERVICE, COMMAND).properties())
          .containsExactly(Property.WRITE_WITHOUT_RESPONSE);
      assertThat(connection.characteristic(SERVICE, EVENT).properties())
          .containsExactly(Property.INDICATE);
    }
  }

  @Test
  void shouldGiveEachAttributeAHandleOfItsOwn() throws Exception {
    serve();
    try (Connection connection = connect()) {
      List<Integer> handles = new ArrayList<>();
      for (Gatt.Service service : connection.services()) {
        for (Gatt.Characteristic each : service.characteristics()) {
          handles.add(each.handle());
          each.descriptors().forEach(descriptor -> handles.add(descriptor.handle()));
        }
      }
      assertThat(handles).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldTellTheMtu() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(connection.mtu()).isBetween(23, 517);
    }
  }

  @Test
  void shouldTellASmallMtu() throws Exception {
    alice.mtu(64);
    serve();
    try (Connection connection = connect()) {
      assertThat(connection.mtu()).isEqualTo(64);
    }
  }

  @Test
  void shouldRefuseADeviceThatNobodyFound() {
    assertThat(code(() -> bob.provider().connect(new DeviceId("00:00:00:00:00:01"), () -> {})))
        .isEqualTo(Code.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "../../org/bluez", "00:AA:01", "\u0000"})
  void shouldRefuseAnIdThatIsNone(String id) {
    assertThat(code(() -> bob.provider().connect(new DeviceId(id), () -> {})))
        .isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void shouldNotReachADeviceThatWasCarriedAway() throws Exception {
    serve();
    DeviceId device = find(bob.provider(), SERVICE).device();
    alice.near(false);
    assertThat(code(() -> bob.provider().connect(device, () -> {})))
        .isIn(Code.UNREACHABLE, Code.NOT_FOUND);
  }

  @Test
  void shouldNotReachADeviceThatAdvertisesNoMore() throws Exception {
    Peripheral peripheral = serve();
    DeviceId device = find(bob.provider(), SERVICE).device();
    peripheral.close();
    assertThat(code(() -> bob.provider().connect(device, () -> {})))
        .isIn(Code.UNREACHABLE, Code.NOT_FOUND);
  }

  @Test
  void shouldEndAConnectionWithoutTellingWhoEndedIt() throws Exception {
    serve();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Connection connection = connect(bob, () -> told.add("disconnected"));
    connection.close();
    connection.close();
    assertThat(connection.isOpen()).isFalse();
    try (Connection again = connect()) {
      assertThat(again.read(handle(again, VALUE))).isEmpty();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void shouldConnectAgain() throws Exception {
    serve();
    recorder.values.put(VALUE, bytes("v"));
    for (int i = 0; i < 3; i++) {
      try (Connection connection = connect()) {
        assertThat(connection.read(handle(connection, VALUE))).isEqualTo(bytes("v"));
      }
    }
  }

  @Test
  void shouldFailOnceTheConnectionIsClosed() throws Exception {
    serve();
    Connection connection = connect();
    int handle = handle(connection, VALUE);
    connection.close();
    assertThat(code(() -> connection.read(handle))).isEqualTo(Code.DISCONNECTED);
    assertThat(code(() -> connection.write(handle, bytes("x"), Write.WITH_RESPONSE)))
        .isEqualTo(Code.DISCONNECTED);
    assertThat(code(() -> connection.subscribe(handle, value -> {}))).isEqualTo(Code.DISCONNECTED);
    assertThat(code(connection::pair)).isEqualTo(Code.DISCONNECTED);
  }

  @Test
  void shouldConnectTwiceToOneDevice() throws Exception {
    serve();
    recorder.values.put(VALUE, bytes("v"));
    try (Connection one = connect()) {
      try (Connection two = connect()) {
        assertThat(two.read(handle(two, VALUE))).isEqualTo(bytes("v"));
      }
      assertThat(one.isOpen()).isTrue();
      assertThat(one.read(handle(one, VALUE))).isEqualTo(bytes("v"));
    }
  }

  @Test
  void shouldConnectToSeveralDevices() throws Exception {
    List<Lab.Machine> machines =
        IntStream.range(0, 4).mapToObj(i -> lab.machine("thing" + i)).toList();
    for (int i = 0; i < machines.size(); i++) {
      Recorder own = new Recorder();
      own.values.put(VALUE, bytes("value " + i));
      serve(machines.get(i), SERVICE, own);
    }
    Set<DeviceId> devices = Collections.synchronizedSet(new HashSet<>());
    CountDownLatch found = new CountDownLatch(machines.size());
    Registration scan =
        bob.provider()
            .scan(
                Set.of(SERVICE),
                heard -> {
                  if (devices.add(heard.device())) {
                    found.countDown();
                  }
                });
    await(found);
    scan.close();
    List<Connection> connections =
        devices.stream().map(each -> bob.provider().connect(each, () -> {})).toList();
    assertThat(connections)
        .extracting(each -> new String(each.read(handle(each, VALUE)), UTF_8))
        .containsExactlyInAnyOrder("value 0", "value 1", "value 2", "value 3");
    connections.forEach(Connection::close);
  }

  @Test
  void shouldServeSeveralCentrals() throws Exception {
    serve();
    Lab.Machine carol = lab.machine("carol");
    BlockingQueue<String> bobs = new LinkedBlockingQueue<>();
    BlockingQueue<String> carols = new LinkedBlockingQueue<>();
    Peripheral second = serve(alice, OTHER_SERVICE, new Recorder());
    assertThat(second).isNotNull();
    try (Connection one = connect();
        Connection two = connect(carol, () -> {})) {
      one.subscribe(handle(one, VALUE), value -> bobs.add(new String(value, UTF_8)));
      two.subscribe(handle(two, VALUE), value -> carols.add(new String(value, UTF_8)));
      one.write(handle(one, VALUE), bytes("from bob"), Write.WITH_RESPONSE);
      two.write(handle(two, VALUE), bytes("from carol"), Write.WITH_RESPONSE);
      assertThat(recorder.centrals).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldPair() throws Exception {
    serve();
    try (Connection connection = connect()) {
      connection.pair();
      connection.pair();
      assertThat(connection.isOpen()).isTrue();
    }
  }

  // --- reading and writing ----------------------------------------------------------------------

  @Test
  void shouldReadAValue() throws Exception {
    serve();
    recorder.values.put(VALUE, bytes("hello"));
    try (Connection connection = connect()) {
      assertThat(connection.read(handle(connection, VALUE))).isEqualTo(bytes("hello"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, 23, 255, 511, 512})
  void shouldReadAndWriteValuesOfEveryLength(int length) throws Exception {
    serve();
    byte[] value = pattern(length);
    try (Connection connection = connect()) {
      connection.write(handle(connection, VALUE), value, Write.WITH_RESPONSE);
      assertThat(recorder.values.get(VALUE)).isEqualTo(value);
      assertThat(connection.read(handle(connection, VALUE))).isEqualTo(value);
    }
  }

  @Test
  void shouldReadADescriptor() throws Exception {
    serve();
    try (Connection connection = connect()) {
      Gatt.Descriptor descriptor =
          connection.characteristic(SERVICE, VALUE).descriptors().stream()
              .filter(each -> each.uuid().equals(DESCRIPTION))
              .findFirst()
              .orElseThrow();
      assertThat(connection.read(descriptor.handle())).isEqualTo(bytes("the value"));
    }
  }

  @Test
  void shouldTellWhoReads() throws Exception {
    serve();
    try (Connection connection = connect()) {
      connection.read(handle(connection, VALUE));
      assertThat(await(recorder.centrals, each -> true).value()).isNotBlank();
    }
  }

  @Test
  void shouldRefuseToReadWhatIsOnlyWritten() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(code(() -> connection.read(handle(connection, SECRET))))
          .isEqualTo(Code.NOT_PERMITTED);
    }
  }

  @Test
  void shouldRefuseToWriteWhatIsOnlyIndicated() throws Exception {
    serve();
    try (Connection connection = connect()) {
      int handle = handle(connection, EVENT);
      assertThat(code(() -> connection.write(handle, bytes("x"), Write.WITH_RESPONSE)))
          .isEqualTo(Code.NOT_PERMITTED);
      assertThat(code(() -> connection.write(handle, bytes("x"), Write.WITHOUT_RESPONSE)))
          .isEqualTo(Code.NOT_PERMITTED);
    }
  }

  @Test
  void shouldRefuseAWriteOfTheOtherKind() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(
              code(() ->
                  connection.write(handle(connection, SECRET), bytes("x"), Write.WITHOUT_RESPONSE)))
          .isEqualTo(Code.NOT_PERMITTED);
      assertThat(
              code(() ->
                  connection.write(handle(connection, COMMAND), bytes("x"), Write.WITH_RESPONSE)))
          .isEqualTo(Code.NOT_PERMITTED);
    }
  }

  @Test
  void shouldRefuseAValueThatIsTooLong() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(
              code(() ->
                  connection.write(handle(connection, VALUE), new byte[513], Write.WITH_RESPONSE)))
          .isEqualTo(Code.VALUE_TOO_LONG);
    }
  }

  @Test
  void shouldRefuseACommandThatDoesNotFitThePacket() throws Exception {
    alice.mtu(64);
    serve();
    try (Connection connection = connect()) {
      int handle = handle(connection, COMMAND);
      connection.write(handle, new byte[61], Write.WITHOUT_RESPONSE);
      assertThat(code(() -> connection.write(handle, new byte[62], Write.WITHOUT_RESPONSE)))
          .isEqualTo(Code.VALUE_TOO_LONG);
    }
  }

  @Test
  void shouldWriteWithoutResponseInOrder() throws Exception {
    serve();
    try (Connection connection = connect()) {
      int handle = handle(connection, COMMAND);
      for (int i = 0; i < 100; i++) {
        connection.write(handle, bytes("" + i), Write.WITHOUT_RESPONSE);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(await(recorder.events, each -> true)).isEqualTo("write " + i);
      }
    }
  }

  @Test
  void shouldRefuseAHandleThatIsNone() throws Exception {
    serve();
    try (Connection connection = connect()) {
      for (int handle : new int[] {-1, 0, 65_535, Integer.MAX_VALUE}) {
        assertThat(code(() -> connection.read(handle))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(() -> connection.write(handle, bytes("x"), Write.WITH_RESPONSE)))
            .isEqualTo(Code.NOT_FOUND);
        assertThat(code(() -> connection.subscribe(handle, value -> {}))).isEqualTo(Code.NOT_FOUND);
      }
    }
  }

  @Test
  void shouldNotFindACharacteristicThatIsNone() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(code(() -> connection.characteristic(SERVICE, OTHER_SERVICE)))
          .isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void shouldTellWhenTheDeviceRefuses() throws Exception {
    serve();
    recorder.refuses = true;
    try (Connection connection = connect()) {
      assertThat(code(() -> connection.read(handle(connection, VALUE))))
          .isIn(Code.NOT_PERMITTED, Code.REJECTED);
      assertThat(
              code(() ->
                  connection.write(handle(connection, VALUE), bytes("x"), Write.WITH_RESPONSE)))
          .isIn(Code.NOT_PERMITTED, Code.REJECTED);
      recorder.refuses = false;
      connection.write(handle(connection, VALUE), bytes("y"), Write.WITH_RESPONSE);
      assertThat(connection.read(handle(connection, VALUE))).isEqualTo(bytes("y"));
    }
  }

  @Test
  void shouldAnswerManyAtATime() throws Exception {
    serve();
    recorder.values.put(VALUE, bytes("v"));
    try (Connection connection = connect()) {
      int handle = handle(connection, VALUE);
      List<CompletableFuture<byte[]>> answers =
          IntStream.range(0, 50)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> connection.read(handle)))
              .toList();
      for (CompletableFuture<byte[]> answer : answers) {
        assertThat(answer.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(bytes("v"));
      }
    }
  }

  // --- notifications ----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"notify", "indicate"})
  void shouldTellNewValues(String how) throws Exception {
    UUID characteristic = how.equals("notify") ? VALUE : EVENT;
    Peripheral peripheral = serve();
    BlockingQueue<String> values = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(
          handle(connection, characteristic), value -> values.add(new String(value, UTF_8)));
      await(recorder.events, "subscribed"::equals);
      assertThat(peripheral.publish(SERVICE, characteristic, bytes("news"))).isTrue();
      assertThat(await(values, each -> true)).isEqualTo("news");
    }
  }

  @Test
  void shouldTellManyValuesInOrderAndLoseNone() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<String> values = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(
          handle(connection, VALUE), value -> values.add(new String(value, UTF_8)));
      await(recorder.events, "subscribed"::equals);
      for (int i = 0; i < 500; i++) {
        peripheral.publish(SERVICE, VALUE, bytes("" + i));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(await(values, each -> true)).isEqualTo("" + i);
      }
    }
  }

  @Test
  void shouldTellTheSameValueTwice() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<String> values = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(
          handle(connection, VALUE), value -> values.add(new String(value, UTF_8)));
      await(recorder.events, "subscribed"::equals);
      peripheral.publish(SERVICE, VALUE, bytes("same"));
      peripheral.publish(SERVICE, VALUE, bytes("same"));
      assertThat(await(values, each -> true)).isEqualTo("same");
      assertThat(await(values, each -> true)).isEqualTo("same");
    }
  }

  @Test
  void shouldTellValuesOfTheGreatestLength() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<byte[]> values = new LinkedBlockingQueue<>();
    byte[] large = pattern(512);
    try (Connection connection = connect()) {
      connection.subscribe(handle(connection, VALUE), values::add);
      await(recorder.events, "subscribed"::equals);
      peripheral.publish(SERVICE, VALUE, large);
      peripheral.publish(SERVICE, VALUE, new byte[0]);
      assertThat(await(values, each -> true)).isEqualTo(large);
      assertThat(await(values, each -> true)).isEmpty();
    }
  }

  @Test
  void shouldTellTheBeginningWhereThePacketIsSmall() throws Exception {
    alice.mtu(64);
    Peripheral peripheral = serve();
    BlockingQueue<byte[]> values = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(handle(connection, VALUE), values::add);
      await(recorder.events, "subscribed"::equals);
      peripheral.publish(SERVICE, VALUE, new byte[200]);
      assertThat(await(values, each -> true)).hasSize(61);
    }
  }

  @Test
  void shouldTellBothListenersOfOneConnection() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<byte[]> one = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> two = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(handle(connection, VALUE), one::add);
      Registration second = connection.subscribe(handle(connection, VALUE), two::add);
      await(recorder.events, "subscribed"::equals);
      peripheral.publish(SERVICE, VALUE, bytes("both"));
      assertThat(await(one, each -> true)).isEqualTo(bytes("both"));
      assertThat(await(two, each -> true)).isEqualTo(bytes("both"));
      second.close();
      peripheral.publish(SERVICE, VALUE, bytes("first"));
      assertThat(await(one, each -> true)).isEqualTo(bytes("first"));
      assertThat(two).isEmpty();
    }
  }

  @Test
  void shouldTellThePeripheralWhenTheLastSubscriptionEnds() throws Exception {
    Peripheral peripheral = serve();
    try (Connection connection = connect()) {
      Registration subscription = connection.subscribe(handle(connection, VALUE), value -> {});
      await(recorder.events, "subscribed"::equals);
      subscription.close();
      subscription.close();
      await(recorder.events, "unsubscribed"::equals);
      assertThat(peripheral.publish(SERVICE, VALUE, bytes("x"))).isFalse();
    }
  }

  @Test
  void shouldEndSubscriptionsWithTheConnection() throws Exception {
    Peripheral peripheral = serve();
    Connection connection = connect();
    connection.subscribe(handle(connection, VALUE), value -> {});
    await(recorder.events, "subscribed"::equals);
    connection.close();
    await(recorder.events, "unsubscribed"::equals);
    assertThat(peripheral.publish(SERVICE, VALUE, bytes("x"))).isFalse();
  }

  @Test
  void shouldRefuseToSubscribeToWhatHasNoNotifications() throws Exception {
    serve();
    try (Connection connection = connect()) {
      assertThat(code(() -> connection.subscribe(handle(connection, SECRET), value -> {})))
          .isEqualTo(Code.NOT_PERMITTED);
    }
  }

  @Test
  void shouldPublishToNobody() {
    assertThat(serve().publish(SERVICE, VALUE, bytes("x"))).isFalse();
  }

  @Test
  void shouldRefuseToPublishWhatIsNotServed() {
    Peripheral peripheral = serve();
    assertThat(code(() -> peripheral.publish(SERVICE, OTHER_SERVICE, bytes("x"))))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(code(() -> peripheral.publish(OTHER_SERVICE, VALUE, bytes("x"))))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(code(() -> peripheral.publish(SERVICE, SECRET, bytes("x"))))
        .isEqualTo(Code.NOT_PERMITTED);
    assertThat(code(() -> peripheral.publish(SERVICE, VALUE, new byte[513])))
        .isEqualTo(Code.VALUE_TOO_LONG);
  }

  @Test
  void shouldGoOnWhenAListenerFails() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<String> values = new LinkedBlockingQueue<>();
    try (Connection connection = connect()) {
      connection.subscribe(
          handle(connection, VALUE),
          value -> {
            String text = new String(value, UTF_8);
            if (text.equals("bad")) {
              throw new IllegalStateException("a listener that fails");
            }
            values.add(text);
          });
      await(recorder.events, "subscribed"::equals);
      peripheral.publish(SERVICE, VALUE, bytes("bad"));
      peripheral.publish(SERVICE, VALUE, bytes("good"));
      assertThat(await(values, each -> true)).isEqualTo("good");
    }
  }

  // --- serving ----------------------------------------------------------------------------------

  @Test
  void shouldServeWithoutAdvertising() throws Exception {
    alice
        .provider()
        .serve(List.of(service(OTHER_SERVICE)), Optional.empty(), false, new Recorder());
    serve();
    Advertisement heard = find(bob.provider(), SERVICE);
    assertThat(heard.services()).doesNotContain(OTHER_SERVICE);
    try (Connection connection = bob.provider().connect(heard.device(), () -> {})) {
      assertThat(connection.services())
          .extracting(Gatt.Service::uuid)
          .contains(SERVICE, OTHER_SERVICE);
    }
  }

  @Test
  void shouldServeAgain() throws Exception {
    serve().close();
    Recorder second = new Recorder();
    second.values.put(VALUE, bytes("second"));
    serve(alice, SERVICE, second);
    try (Connection connection = connect()) {
      assertThat(connection.read(handle(connection, VALUE))).isEqualTo(bytes("second"));
    }
  }

  @Test
  void shouldDisconnectWhenServingEnds() throws Exception {
    Peripheral peripheral = serve();
    CountDownLatch disconnected = new CountDownLatch(1);
    Connection connection = connect(bob, disconnected::countDown);
    peripheral.close();
    peripheral.close();
    await(disconnected);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void shouldBeCentralAndPeripheralAtATime() throws Exception {
    Recorder bobs = new Recorder();
    bobs.values.put(VALUE, bytes("bob's"));
    recorder.values.put(VALUE, bytes("alice's"));
    serve();
    serve(bob, SERVICE, bobs);
    try (Connection toAlice = connect();
        Connection toBob = connect(alice, () -> {})) {
      assertThat(toAlice.read(handle(toAlice, VALUE))).isEqualTo(bytes("alice's"));
      assertThat(toBob.read(handle(toBob, VALUE))).isEqualTo(bytes("bob's"));
    }
  }

  @Test
  void shouldServeAndAdvertiseAgainWhenTheAdapterIsBack() throws Exception {
    serve();
    recorder.values.put(VALUE, bytes("still"));
    BlockingQueue<AdapterState> states = states(alice);
    alice.power(false);
    await(states, state -> state == AdapterState.POWERED_OFF);
    alice.power(true);
    await(states, state -> state == AdapterState.POWERED_ON);
    try (Connection connection = connect()) {
      assertThat(connection.read(handle(connection, VALUE))).isEqualTo(bytes("still"));
    }
  }

  // --- what goes wrong --------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"carried away", "switched off", "pulled out", "restarted"})
  void shouldTellWhenTheDeviceIsGone(String how) throws Exception {
    serve();
    CountDownLatch disconnected = new CountDownLatch(1);
    Connection connection = connect(bob, disconnected::countDown);
    int handle = handle(connection, VALUE);
    lose(alice, how);
    await(disconnected);
    assertThat(connection.isOpen()).isFalse();
    assertThat(code(() -> connection.read(handle))).isEqualTo(Code.DISCONNECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"carried away", "switched off", "pulled out", "restarted"})
  void shouldTellWhenItsOwnAdapterIsGone(String how) throws Exception {
    serve();
    CountDownLatch disconnected = new CountDownLatch(1);
    Connection connection = connect(bob, disconnected::countDown);
    lose(bob, how);
    await(disconnected);
    assertThat(connection.isOpen()).isFalse();
  }

  private static void lose(Lab.Machine machine, String how) {
    switch (how) {
      case "carried away" -> machine.near(false);
      case "switched off" -> machine.power(false);
      case "pulled out" -> machine.plug(false);
      default -> machine.restart();
    }
  }

  @Test
  void shouldFindADeviceAgainThatCameBack() throws Exception {
    serve();
    CountDownLatch disconnected = new CountDownLatch(1);
    Connection connection = connect(bob, disconnected::countDown);
    alice.near(false);
    await(disconnected);
    alice.near(true);
    recorder.values.put(VALUE, bytes("back"));
    try (Connection again = connect()) {
      assertThat(again.read(handle(again, VALUE))).isEqualTo(bytes("back"));
    }
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void shouldServeAndScanAgainAfterARestart() throws Exception {
    Peripheral peripheral = serve();
    BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
    try (Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
      assertThat(scan).isNotNull();
      await(heard, each -> true);
      alice.restart();
      bob.restart();
      heard.clear();
      await(heard, each -> true);
      BlockingQueue<byte[]> values = new LinkedBlockingQueue<>();
      try (Connection connection = connect()) {
        recorder.events.clear();
        connection.subscribe(handle(connection, VALUE), values::add);
        await(recorder.events, "subscribed"::equals);
        assertThat(peripheral.publish(SERVICE, VALUE, bytes("again"))).isTrue();
        assertThat(await(values, each -> true)).isEqualTo(bytes("again"));
      }
    }
  }

  @Test
  void shouldEndEverythingWhenClosed() throws Exception {
    serve();
    Connection connection = connect();
    bob.provider().close();
    bob.provider().close();
    assertThat(connection.isOpen()).isFalse();
    CountDownLatch disconnected = new CountDownLatch(1);
    Lab.Machine carol = lab.machine("carol");
    Connection other = connect(carol, disconnected::countDown);
    alice.provider().close();
    await(disconnected);
    assertThat(other.isOpen()).isFalse();
  }
}
