package reports

import (
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"jalon/models"
)

// crowd streams n enrolments with ten follow-ups and three sessions each, made as they are read.
func crowd(n int) iter.Seq2[models.EnrolmentFacts, error] {
	start := models.Date("2025-01-06")
	return func(yield func(models.EnrolmentFacts, error) bool) {
		for i := range n {
			f := person(fmt.Sprintf("P%06d", i), []string{"F", "M", "X", ""}[i%4], fmt.Sprintf("%d-05-20", 1960+i%50))
			for contact := range 10 {
				f.Contacts = append(f.Contacts, interview(start.AddDays((i+contact*30)%500)))
			}
			for session := range 3 {
				f.Contacts = append(f.Contacts, inSession(start.AddDays((i+session*60)%500), "present", 180))
			}
			if i%3 == 0 {
				f.Exits = []models.ExitFact{{Date: "2026-05-25", Reason: "terme"}}
				f.Events = []models.EventFact{{Date: "2026-05-28", Type: "emploi"}}
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func crowdReport(n int) *models.FSEReport {
	r := models.NewFSEReport(models.ReportRequest{Operation: models.Operation{Code: "GTJ", StartsOn: "2024-01-01"}, To: "2026-06-30"})
	for f := range crowd(n) {
		r.Add(f)
	}
	r.Finish()
	return r
}

// sizes are the numbers of participations that are measured: 200,000 too when JALON_BENCH_PERSONS asks for as many.
func sizes() []int {
	if n, err := strconv.Atoi(os.Getenv("JALON_BENCH_PERSONS")); err == nil && n > 20_000 {
		return []int{20_000, n}
	}
	return []int{2_000, 20_000}
}

// BenchmarkFSEFigures is the computing alone: a thousand different enrolments, made before, are added over and over. The target is
// 50,000 participations a second.
func BenchmarkFSEFigures(b *testing.B) {
	var people []models.EnrolmentFacts
	for f := range crowd(1_000) {
		people = append(people, f)
	}
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var peak uint64
			before := processorTime(b)
			for b.Loop() {
				stop := watchHeap(&peak)
				r := models.NewFSEReport(models.ReportRequest{Operation: models.Operation{Code: "GTJ", StartsOn: "2024-01-01"}, To: "2026-06-30"})
				for i := range n {
					r.Add(people[i%len(people)])
				}
				r.Finish()
				stop()
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "participations/s")
			b.ReportMetric(float64(b.N*n)/(processorTime(b)-before).Seconds(), "participations/cpu-s")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-heap")
		})
	}
}

// processorTime is what the program has used: the same on a busy machine.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// The heap while a workbook is written is sampled: the peak is reported beside the time.
func BenchmarkFSEWorkbook(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var peak uint64
			for b.Loop() {
				stop := watchHeap(&peak)
				d := FSE(crowdReport(n), Meta{Facts: crowd(n)})
				if err := WriteWorkbook(io.Discard, d); err != nil {
					b.Fatal(err)
				}
				stop()
			}
			b.ReportMetric(float64(peak)/(1<<20), "MiB-heap")
		})
	}
}

func watchHeap(peak *uint64) (stop func()) {
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-stopped }
}
